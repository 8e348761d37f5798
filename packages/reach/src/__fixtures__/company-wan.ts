import { readFileSync } from "node:fs";
import {
  applyChanges,
  type Estate,
  generateEstate,
  list,
  need,
  type PartName,
  type ResourceChange,
  type ResourceOf,
} from "@trias/estate";
import { parse } from "yaml";

const FILE = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);

export const estate: Estate = generateEstate(parse(readFileSync(FILE, "utf8")));

/** Id of a resource by its name tag. */
export function named(part: PartName, name: string): string {
  const found = list(estate, part).find((each) => "tags" in each && each.tags["Name"] === name);
  if (!found) throw new TypeError(`the sample has no ${name}`);
  return found.id;
}

/** The estate with one resource changed, made (no `id` before) or taken away (null). */
export function altered<P extends PartName>(
  from: Estate,
  part: P,
  id: string,
  alter: (before: ResourceOf<P>) => ResourceOf<P> | null,
): Estate {
  const before = need(from, part, id);
  return apply(from, { part, id, before, after: alter(before) } as ResourceChange);
}

export function added<P extends PartName>(from: Estate, part: P, resource: ResourceOf<P>): Estate {
  return apply(from, { part, id: resource.id, before: null, after: resource } as ResourceChange);
}

function apply(from: Estate, change: ResourceChange): Estate {
  return applyChanges(from, [change], { serial: from.serial + 1, time: from.time });
}

export function unknown(from: Estate, part: PartName): Estate {
  return { ...from, parts: { ...from.parts, [part]: { status: "unknown", reason: "no access" } } };
}

/** Ingress rule of a security group for addresses. */
export function ingress(protocol: string, port: number | null, ...cidrs: string[]): ResourceOf<"security_groups">["ingress"][number] {
  return { protocol, from_port: port, to_port: port, cidrs, groups: [], prefix_lists: [], description: "" };
}

export function coreNetwork(from: Estate): ResourceOf<"core_networks"> {
  const [network] = list(from, "core_networks");
  if (!network) throw new TypeError("the sample has no core network");
  return network;
}

/** The estate with actions appended to the policy. */
export function withActions(from: Estate, ...actions: { action: string; [key: string]: unknown }[]): Estate {
  const { id } = coreNetwork(from);
  return altered(from, "core_networks", id, (network) => ({
    ...network,
    policy: { ...network.policy, "segment-actions": [...(network.policy["segment-actions"] ?? []), ...actions] },
  }));
}
