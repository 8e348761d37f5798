import type { PartName, Resource, ResourceOf } from "@trias/estate";
import { type MicroUsd, microUsd, toUsd } from "./money.ts";
import { databasePrice, HOURS_A_MONTH, instancePrice, type PriceEntry, priceEntry } from "./price-book.ts";

/** A charge: how many of one price, the whole month long. */
export interface Charge {
  readonly price: PriceEntry;
  readonly quantity: bigint;
}

/** What a resource costs a month before anybody uses it. */
export type Charges =
  | {
      readonly charges: readonly Charge[];
      /** The region's own price is not in the book; the one of us-east-1 stands in for it. */
      readonly assumedRegion: boolean;
      /** What comes on top by use. */
      readonly note?: string;
    }
  | {
      readonly unpriced: string;
      /** What the charge depends on: a change that leaves it alone costs nothing, whatever the price. Null where that can't be said. */
      readonly basis: string | null;
    };

export type Price = { readonly monthly_usd: number } | { readonly unpriced: string };

/** The fixed monthly list price of one resource, or why there is none. */
export function priceOf(part: PartName, resource: Resource): Price {
  const charges = chargesOf(part, resource);
  if ("unpriced" in charges) return { unpriced: charges.unpriced };
  return { monthly_usd: toUsd(monthlyMicroUsd(charges.charges)) };
}

export function monthlyMicroUsd(charges: readonly Charge[]): MicroUsd {
  return charges.reduce((sum, { price, quantity }) => sum + quantity * monthly(price), 0n);
}

function monthly(price: PriceEntry): MicroUsd {
  return price.unit === "hour" ? microUsd(price.usd) * HOURS_A_MONTH : microUsd(price.usd);
}

/** States in which AWS does not bill an attachment. */
const UNBILLED_ATTACHMENT = new Set(["PENDING_ATTACHMENT_ACCEPTANCE", "REJECTED", "FAILED"]);
const BILLED_INSTANCE = new Set(["pending", "running"]);

export function chargesOf(part: PartName, resource: Resource): Charges {
  switch (part) {
    case "core_networks":
      return edges(resource as ResourceOf<"core_networks">);
    case "attachments": {
      const { state, region } = resource as ResourceOf<"attachments">;
      const billed = UNBILLED_ATTACHMENT.has(state) ? 0 : 1;
      return fixed(region, [charge(priceEntry("cloud-wan-attachment"), billed)], "data is billed by the GB");
    }
    case "nat_gateways": {
      const { public_ip } = resource as ResourceOf<"nat_gateways">;
      const addresses = charge(priceEntry("public-ipv4"), public_ip === null ? 0 : 1);
      return fixed(undefined, [charge(priceEntry("nat-gateway"), 1), addresses], "data is billed by the GB");
    }
    case "interfaces": {
      const { public_ip, region } = resource as ResourceOf<"interfaces">;
      return fixed(region, [charge(priceEntry("public-ipv4"), public_ip === null ? 0 : 1)]);
    }
    case "instances":
      return instance(resource as ResourceOf<"instances">);
    case "scaling_groups":
      return scalingGroup(resource as ResourceOf<"scaling_groups">);
    case "load_balancers":
      return loadBalancer(resource as ResourceOf<"load_balancers">);
    case "databases":
      return database(resource as ResourceOf<"databases">);
    case "firewalls": {
      const { region, subnets } = resource as ResourceOf<"firewalls">;
      const price = priceEntry("network-firewall-endpoint");
      return fixed(region, [charge(price, subnets.length)], "data is billed by the GB");
    }
    case "endpoints":
      return endpoint(resource as ResourceOf<"endpoints">);
    case "regions":
    case "vpcs":
    case "subnets":
    case "route_tables":
    case "internet_gateways":
    case "egress_only_gateways":
    case "target_groups":
    case "transit_gateway_route_tables":
    case "vpn_gateways":
    case "network_acls":
    case "security_groups":
    case "firewall_rule_groups":
    case "prefix_lists":
    case "roles":
      return free();
    case "transit_gateways":
      return free("each attachment is billed by the hour, and data by the GB");
    case "transit_gateway_attachments":
    case "vpn_connections":
    case "direct_connect_gateways":
      return unpriced(`no price for ${part.replaceAll("_", " ")}`, [part]);
    case "ipam_pools":
      return free("the advanced tier is billed by active address");
    case "peerings":
    case "flow_logs":
    case "watchers":
    case "buckets":
      return free("billed by use, without a fixed charge");
  }
}

function charge(price: PriceEntry, quantity: number): Charge {
  return { price, quantity: BigInt(quantity) };
}

function fixed(region: string | undefined, charges: readonly Charge[], note?: string): Charges {
  const counted = charges.filter(({ quantity }) => quantity > 0n);
  const assumedRegion = counted.some(({ price }) => price.region !== region);
  return { charges: counted, assumedRegion, ...(note === undefined ? {} : { note }) };
}

function free(note?: string): Charges {
  return fixed(undefined, [], note);
}

function unpriced(reason: string, basis: readonly (string | number | boolean)[]): Charges {
  return { unpriced: reason, basis: JSON.stringify(basis) };
}

function edges({ policy }: ResourceOf<"core_networks">): Charges {
  const locations = policy["core-network-configuration"]["edge-locations"];
  if (!Array.isArray(locations)) {
    return { unpriced: "the policy document lists no edge locations", basis: null };
  }
  const assumedRegion = locations.some((edge) => edge?.location !== "us-east-1");
  return { charges: [charge(priceEntry("cloud-wan-edge"), locations.length)], assumedRegion };
}

function instance({ type, state, region, scaling_group }: ResourceOf<"instances">): Charges {
  if (scaling_group !== null) return free("priced with its scaling group");
  if (!BILLED_INSTANCE.has(state)) return free("volumes are billed by the GB also while it is stopped");
  const price = instancePrice(type);
  if (price === undefined) return unpriced(`no price for instance type \`${type}\``, [type]);
  return fixed(region, [charge(price, 1)], "its volumes are not part of the estate and come on top");
}

function scalingGroup(group: ResourceOf<"scaling_groups">): Charges {
  const price = instancePrice(group.instance_type);
  if (price === undefined) {
    const basis = [group.instance_type, group.desired, group.volume_gib];
    return unpriced(`no price for instance type \`${group.instance_type}\``, basis);
  }
  const volumes = { price: priceEntry("ebs-gp3"), quantity: BigInt(group.desired) * BigInt(group.volume_gib) };
  return fixed(group.region, [charge(price, group.desired), volumes]);
}

function loadBalancer({ type, scheme, region, subnets }: ResourceOf<"load_balancers">): Charges {
  if (type === "gateway") return unpriced("no price for a gateway load balancer", [subnets.length]);
  const price = priceEntry(type === "application" ? "application-load-balancer" : "network-load-balancer");
  const addresses = scheme === "internet-facing" ? subnets.length : 0;
  return fixed(
    region,
    [charge(price, 1), charge(priceEntry("public-ipv4"), addresses)],
    "capacity units are billed by use",
  );
}

function database(database: ResourceOf<"databases">): Charges {
  const price = databasePrice(database.engine, database.class);
  if (price === undefined) {
    const basis = [database.class, database.engine, database.multi_az, database.storage_gib];
    return unpriced(`no price for \`${database.class}\` with \`${database.engine}\``, basis);
  }
  const copies = database.multi_az ? 2 : 1;
  const storage = { price: priceEntry("rds-storage-gp2"), quantity: BigInt(database.storage_gib) * BigInt(copies) };
  return fixed(database.region, [charge(price, copies), storage], "backups beyond the free allowance come on top");
}

function endpoint({ type, region, subnets }: ResourceOf<"endpoints">): Charges {
  if (type === "Gateway") return free();
  const price = priceEntry(type === "Interface" ? "interface-endpoint" : "gateway-load-balancer-endpoint");
  return fixed(region, [charge(price, subnets.length)], "data is billed by the GB");
}
