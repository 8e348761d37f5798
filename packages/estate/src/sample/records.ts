import { contains, parseCidr } from "../cidr.ts";
import { placeAttachment } from "../place-attachment.ts";
import type { CoreNetwork } from "../resources.ts";
import type { EstateBuilder } from "./builder.ts";
import { sampleError } from "./description.ts";
import type { BuiltVpc } from "./vpc.ts";

/** Address pools with what was allocated from them. */
export function addPools(builder: EstateBuilder, vpcs: readonly BuiltVpc[]): void {
  const { pools, core_network: core } = builder.description;
  for (const { region, environment, cidr } of pools) {
    const block = parseCidr(cidr);
    const inside = vpcs.filter(({ description }) => contains(block, parseCidr(description.cidr)));
    const stray = inside.find(
      ({ description }) => description.region !== region || description.tags["environment"] !== environment,
    );
    if (stray)
      throw sampleError(
        `vpcs.${stray.description.name}`,
        `its addresses come from the pool \`${cidr}\` of another place`,
      );
    builder.add("ipam_pools", {
      id: builder.id("ipam-pool", `${region}/${environment}`),
      region,
      account: builder.account(core.account),
      cidr,
      allocations: inside.map(({ description, vpc }) => ({
        cidr: description.cidr,
        resource: vpc.id,
        description: description.name,
      })),
      tags: { environment, Name: `${environment}-${region}` },
    });
  }
}

/** What watches: flow logs of every VPC, and in every region a trail, a recorder and a detector. */
export function addWatchers(builder: EstateBuilder, vpcs: readonly BuiltVpc[]): void {
  const { regions, log_bucket: bucket, core_network: core } = builder.description;
  for (const { description, vpc, account } of vpcs) {
    builder.add("flow_logs", {
      id: builder.id("fl", description.name),
      region: description.region,
      account,
      resource: vpc.id,
      traffic: "ALL",
      destination: bucket,
      state: "ACTIVE",
      tags: { Name: description.name },
    });
  }
  const account = builder.account(core.account);
  for (const region of Object.keys(regions)) {
    for (const kind of ["cloudtrail", "config", "guardduty"] as const) {
      const id = kind === "guardduty" ? builder.hex(`detector/${region}`, 32) : `${kind}-${region}`;
      builder.add("watchers", { id, region, account, kind, state: "ENABLED", destination: bucket, tags: {} });
    }
  }
}

export function addBucketsAndRoles(builder: EstateBuilder): void {
  for (const bucket of builder.description.buckets) {
    builder.add("buckets", { ...bucket, account: builder.account(bucket.account), encrypted: true });
  }
  for (const role of builder.description.roles) {
    builder.add("roles", { ...role, account: builder.account(role.account), tags: {} });
  }
}

/** The company's own sites, attached by VPN. */
export function addSites(builder: EstateBuilder, core: CoreNetwork): void {
  for (const { name, region, segment, environment, prefixes } of builder.description.sites) {
    const facts = {
      type: "site-to-site-vpn" as const,
      resource: builder.id("vpn", name),
      region,
      account: builder.account(builder.description.core_network.account),
      tags: { Name: name, segment, environment },
    };
    builder.add("attachments", {
      id: builder.id("attachment", name),
      core_network: core.id,
      ...facts,
      state: "AVAILABLE",
      segment: placeAttachment(core.policy, facts).segment,
      network_function_group: null,
      appliance_mode: false,
      advertised: prefixes,
    });
  }
}
