import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { utf8 } from "@trias/core";
import { type Estate, get, type Instance, list, segmentOfVpc } from "@trias/estate";

const EXAMPLE = fileURLToPath(new URL("../../examples/events/guardduty-crypto-mining.json", import.meta.url));

interface Template {
  id: string;
  account: string;
  region: string;
  time: string;
  detail: {
    id: string;
    accountId: string;
    region: string;
    arn: string;
    title: string;
    description: string;
    updatedAt: string;
    resource: { instanceDetails: Record<string, unknown> };
  };
}

/** Instances that a finding isolates without asking anybody, in a shuffled but repeatable order. */
export function targetsOf(estate: Estate): Instance[] {
  return list(estate, "instances")
    .filter((instance) => instance.state === "running" && instance.interfaces.length === 1)
    .filter((instance) => segmentOfVpc(estate, instance.vpc) !== "prod-pci")
    .sort((a, b) => (order(a.id) < order(b.id) ? -1 : 1));
}

function order(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}

/** The example finding, about another instance and under ids of its own; the same instance and `run` give the same bytes. */
export function findingAbout(instance: Instance, estate: Estate, run: string): Uint8Array {
  const event = JSON.parse(readFileSync(EXAMPLE, "utf8")) as Template;
  const { detail } = event;
  const own = createHash("sha256").update(`${run} ${instance.id}`).digest("hex");
  event.id = `${own.slice(0, 8)}-${own.slice(8, 12)}-4${own.slice(13, 16)}-9${own.slice(17, 20)}-${own.slice(20, 32)}`;
  event.account = detail.accountId = instance.account;
  event.region = detail.region = instance.region;
  detail.arn = detail.arn
    .replace(detail.id, own.slice(0, 32))
    .replace(/:guardduty:[^:]+:\d+:/, `:guardduty:${instance.region}:${instance.account}:`);
  detail.id = own.slice(0, 32);
  detail.title = `The EC2 instance ${instance.id} is querying a domain name associated with cryptocurrency activity.`;
  detail.resource.instanceDetails = {
    ...detail.resource.instanceDetails,
    instanceId: instance.id,
    instanceType: instance.type,
    networkInterfaces: instance.interfaces.map((id) => {
      const own = get(estate, "interfaces", id);
      return {
        networkInterfaceId: id,
        privateIpAddress: own?.private_ip,
        subnetId: own?.subnet,
        vpcId: own?.vpc,
        securityGroups: (own?.groups ?? []).map((groupId) => ({ groupId })),
      };
    }),
    tags: Object.entries(instance.tags).map(([key, value]) => ({ key, value })),
  };
  return utf8(JSON.stringify(event));
}
