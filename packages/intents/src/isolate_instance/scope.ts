import {
  type Estate,
  get,
  interfacesOf,
  type NetworkAcl,
  type NetworkInterface,
  type ResourceChange,
  type SecurityGroup,
} from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { appended, isNew, same, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";

interface Target {
  readonly instance: string;
  readonly vpc: string;
  readonly interfaces: readonly NetworkInterface[];
  readonly before: Estate;
}

export function isolateInstanceScope({ parameters }: Intent, before: Estate): Scope {
  const id = typeof parameters["instance"] === "string" ? parameters["instance"] : "";
  const instance = get(before, "instances", id);
  if (instance === undefined) {
    return permitsNothing("nothing: the instance is not known", `the estate has no instance \`${id}\``);
  }
  const interfaces = interfacesOf(before, id);
  const target: Target = { instance: id, vpc: instance.vpc, interfaces, before };
  return {
    summary: `the interfaces of \`${id}\` into a quarantine group of their own`,
    change: (change) => isolation(target, change),
    opened: (flow) => `isolating \`${id}\` opens nothing, and \`${flow.from}\` would reach \`${flow.to}\``,
    closed: (flow) => closedFlow(target, flow),
  };
}

function isolation(target: Target, change: ResourceChange): string | null {
  switch (change.part) {
    case "security_groups":
      return quarantineGroup(target, change.id, change.after);
    case "interfaces":
      return swap(target, change.before, change.after);
    case "network_acls":
      return cut(target, change.id, change.after);
    default:
      return `\`${change.id}\` of \`${change.part}\` has nothing to do with isolating \`${target.instance}\``;
  }
}

/** A new group in the instance's VPC that lets nothing in; its egress may only be what AWS gives a new group, or nothing. */
function quarantineGroup(target: Target, id: string, after: SecurityGroup | null): string | null {
  if (!isNew(target.before, "security_groups", id)) {
    return `the security group \`${id}\` exists and others may use it`;
  }
  if (after === null) return null;
  if (after.vpc !== target.vpc) return `the quarantine group belongs to \`${after.vpc}\`, another VPC`;
  if (after.ingress.length > 0) return "the quarantine group lets something in";
  return after.egress.every(isDefaultEgress) ? null : "the quarantine group lets something out";
}

/** AWS gives every new group one rule that lets everything out; it is there until the next step revokes it. */
function isDefaultEgress(rule: SecurityGroup["egress"][number]): boolean {
  const everywhere = rule.cidrs.every((cidr) => cidr === "0.0.0.0/0" || cidr === "::/0");
  return rule.protocol === "-1" && everywhere && rule.groups.length === 0 && rule.prefix_lists.length === 0;
}

function swap(target: Target, before: NetworkInterface | null, after: NetworkInterface | null): string | null {
  if (before === null || after === null) return "an interface is neither made nor deleted to isolate an instance";
  const own = target.interfaces.find((one) => one.id === before.id);
  if (own === undefined) return `the interface \`${before.id}\` does not belong to \`${target.instance}\``;
  const stray = strayKey(own, after, ["groups"]);
  if (stray !== null) return `\`${stray}\` of the interface \`${before.id}\` changes`;
  const [group, ...more] = after.groups;
  if (same(after.groups, own.groups)) return null;
  if (group === undefined || more.length > 0 || !isNew(target.before, "security_groups", group)) {
    return `the interface \`${before.id}\` gets \`${after.groups.join(", ")}\` and not a quarantine group of its own`;
  }
  return null;
}

/** Entries that deny exactly the instance's own addresses, for as long as it takes to cut tracked connections. */
function cut(target: Target, id: string, after: NetworkAcl | null): string | null {
  const own = get(target.before, "network_acls", id);
  if (own === undefined || after === null) return `the network ACL \`${id}\` is neither made nor deleted`;
  const guards = target.interfaces.some((one) => get(target.before, "subnets", one.subnet)?.network_acl === id);
  if (!guards) return `the network ACL \`${id}\` does not guard a subnet of \`${target.instance}\``;
  const stray = strayKey(own, after, ["entries"]);
  if (stray !== null) return `\`${stray}\` of the network ACL \`${id}\` changes`;
  // Whatever order the cloud lists entries in, their numbers are what counts.
  const added = appended(sorted(own), sorted(after));
  if (added === null) return `an entry of the network ACL \`${id}\` is changed or removed`;
  const wide = added.find((entry) => entry.action !== "deny" || !isOwnAddress(target, entry.cidr));
  return wide === undefined
    ? null
    : `an entry of the network ACL \`${id}\` is about \`${wide.cidr}\`, not the instance alone`;
}

function sorted({ entries }: NetworkAcl): NetworkAcl["entries"] {
  return entries.toSorted((a, b) => Number(a.egress) - Number(b.egress) || a.number - b.number);
}

function isOwnAddress(target: Target, cidr: string): boolean {
  return target.interfaces.some((one) => cidr === `${one.private_ip}/${one.private_ip.includes(":") ? 128 : 32}`);
}

function closedFlow(target: Target, flow: Flow): string | null {
  const own = [flow.from, flow.to].some(
    (end) =>
      end === target.instance ||
      target.interfaces.some(
        (one) => end === one.id || end === one.private_ip || end === one.public_ip || isOwnAddress(target, end),
      ),
  );
  return own ? null : `\`${flow.from}\` would no longer reach \`${flow.to}\`, and neither is \`${target.instance}\``;
}
