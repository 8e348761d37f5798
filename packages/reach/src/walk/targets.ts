import { lookUpBy, parseCidr, type ResourceOf } from "@trias/estate";
import type { Span } from "../spans.ts";
import type { View } from "../view.ts";
import type { Balancer, Interface, TargetGroup } from "./words.ts";

/** One target that a node may send to. */
export interface Balanced {
  readonly id: string;
  readonly group: string;
  readonly address: Span;
  readonly port: number | null;
  readonly clientKept: boolean;
}

export type Targets =
  | { readonly kind: "known"; readonly targets: readonly Balanced[]; readonly none: string }
  /** `why` is null where the load balancer itself names no group: its listeners are all there is to know. */
  | { readonly kind: "unknown"; readonly why: string | null };

type Listener = Balancer["listeners"][number];
const byInstance = lookUpBy<Interface>(({ instance }) => (instance === null ? [] : [instance]));
const byAddress = lookUpBy<Interface>(({ vpc, private_ip }) => [`${vpc} ${private_ip}`]);
const groupById = lookUpBy<ResourceOf<"target_groups">>(({ id, name }) => [id, name]);

/** The targets that a node in a zone sends to: its own zone's unless cross-zone is on, and only in enabled zones (R48). */
export function targetsOf(view: View, balancer: Balancer, listener: Listener, zone: string | null): Targets {
  const names = listener.target_groups ?? [];
  if (names.length === 0) return listed(view, balancer, listener);
  const groups = names.flatMap((name) => groupById(view.part("target_groups"), name).at(0) ?? []);
  if (groups.length < names.length) {
    return { kind: "unknown", why: `a target group of \`${balancer.id}\` has targets: it is not in the estate` };
  }
  const enabled = new Set(balancer.subnets.map((id) => view.part("subnets").get(id)?.zone));
  const targets: Balanced[] = [];
  for (const group of groups) {
    const cross = group.cross_zone ?? balancer.cross_zone ?? false;
    for (const target of group.targets) {
      const found = resolve(view, balancer, group, target);
      if (!found) continue;
      const there = target.zone === "all" ? null : (target.zone ?? found.zone);
      if (there !== null && !enabled.has(there)) continue;
      if (!cross && there !== null && zone !== null && there !== zone) continue;
      targets.push(found.balanced);
    }
  }
  const none = zone === null ? "none of its groups has a target" : `its node in ${zone} has no target`;
  return { kind: "known", targets, none };
}

/** Only what the listener itself lists is known. */
function listed(view: View, balancer: Balancer, listener: Listener): Targets {
  if (listener.targets.length === 0) return { kind: "unknown", why: null };
  const targets = listener.targets.flatMap((id): Balanced[] => {
    const own = interfaceOf(view, balancer, id);
    if (!own) return [];
    return [{ id, group: balancer.id, address: parseCidr(own.private_ip), port: listener.port, clientKept: true }];
  });
  return targets.length === 0
    ? { kind: "unknown", why: null }
    : { kind: "known", targets, none: "none of its targets is in the estate" };
}

function interfaceOf(view: View, { vpc }: Balancer, id: string): Interface | undefined {
  const interfaces = view.part("interfaces");
  const first = view.part("instances").get(id)?.interfaces[0];
  return (
    (first === undefined ? undefined : interfaces.get(first)) ??
    byInstance(interfaces, id).at(0) ??
    interfaces.get(id) ??
    byAddress(interfaces, `${vpc} ${id}`).at(0)
  );
}

function resolve(
  view: View,
  balancer: Balancer,
  group: TargetGroup,
  target: TargetGroup["targets"][number],
): { balanced: Balanced; zone: string | null } | null {
  const own = interfaceOf(view, balancer, target.id);
  const text = own?.private_ip ?? (/^[\d.]+$|:/.test(target.id) && group.target_type === "ip" ? target.id : null);
  if (text === null) return null;
  const zone = own ? (view.part("subnets").get(own.subnet)?.zone ?? null) : null;
  const balanced = {
    id: target.id,
    group: group.id,
    address: parseCidr(text),
    port: target.port ?? group.port,
    clientKept: keepsClient(group),
  };
  return { balanced, zone };
}

/** By default the client's address is kept, except for addresses as targets of TCP and TLS; for UDP always (R47). */
function keepsClient({ protocol, target_type, preserve_client_ip }: TargetGroup): boolean {
  if (/UDP|QUIC/.test(protocol)) return true;
  return preserve_client_ip ?? target_type !== "ip";
}
