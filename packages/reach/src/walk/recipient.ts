import { lookUpBy, type NetworkInterface, parseCidr } from "@trias/estate";
import { type Endpoint, endpointOf, endpointsBy } from "../endpoints.ts";
import { addressesOf } from "../groups.ts";
import { blocksOfSubnet, type Side } from "../places.ts";
import { blocksOf, type Span, within } from "../spans.ts";
import type { View } from "../view.ts";
import type { Flight } from "./flight.ts";
import { sameSpan } from "./session.ts";
import type { Balancer, Interface, NatGateway, Subnet, Vpc } from "./words.ts";

/** Who has an address. */
export type Recipient =
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint; readonly interface: Interface | null }
  | { readonly kind: "nat"; readonly nat: NatGateway }
  | { readonly kind: "balancer"; readonly balancer: Balancer; readonly node: Interface | null; readonly subnet: string }
  /** Anybody, as in a question about a class of addresses. */
  | { readonly kind: "class" };

const byPrivate = lookUpBy<NetworkInterface>((each) =>
  addressesOf(each).flatMap((text) => (text.includes("/") ? [] : [`${each.vpc} ${keyOf(text)}`])),
);
const byPublic = lookUpBy<NetworkInterface>((each) => publicPairs(each).map(([address]) => keyOf(address)));
const delegated = lookUpBy<NetworkInterface>(({ vpc, prefixes }) => (prefixes ? [vpc] : []));
const natByInterface = lookUpBy<NatGateway>((nat) => [
  ...(nat.interface === undefined ? [] : [nat.interface]),
  ...(nat.private_ip === undefined ? [] : [`private ${keyOf(nat.private_ip)}`]),
  ...(nat.public_ip === null ? [] : [`public ${keyOf(nat.public_ip)}`]),
]);
const balancerByNode = lookUpBy<Balancer>((balancer) => [
  ...(balancer.nodes ?? []).flatMap((node) => [
    ...(node.interface === null ? [] : [node.interface]),
    ...node.addresses.map((address) => `${balancer.vpc} ${keyOf(address)}`),
  ]),
  // AWS names its interfaces after the end of the load balancer's ARN.
  `ELB ${balancer.id.split("loadbalancer/").at(-1)}`,
]);

/** Makes the look-ups of this file. */
export function prepareRecipients(view: View): void {
  const [interfaces, balancers] = [view.part("interfaces"), view.part("load_balancers")];
  byPrivate(interfaces, "");
  byPublic(interfaces, "");
  delegated(interfaces, "");
  natByInterface(view.part("nat_gateways"), "");
  balancerByNode(balancers, "");
}

function keyOf(text: string): string {
  return parseCidr(text, { hostBits: "clear" }).text;
}

/** The text of a single address as a block; most come out of a text and still have it. */
function single(span: Span & { readonly text?: string }): string | null {
  if (span.first !== span.last) return null;
  return span.text ?? blocksOf(span)[0] ?? null;
}

/** Public address and the private one behind it. */
export function publicPairs(each: NetworkInterface): readonly (readonly [string, string])[] {
  const own = each.public_ip === null ? [] : [[each.public_ip, each.private_ip] as const];
  if (!each.secondary) return own;
  return [
    ...own,
    ...each.secondary.flatMap(({ public_ip, private_ip }) =>
      public_ip === null ? [] : [[public_ip, private_ip] as const],
    ),
  ];
}

export function interfaceAt(view: View, vpc: string, span: Span): Interface | undefined {
  const interfaces = view.part("interfaces");
  const text = single(span);
  const own = text === null ? undefined : byPrivate(interfaces, `${vpc} ${text}`).at(0);
  if (own) return own;
  return delegated(interfaces, vpc).find(({ prefixes }) =>
    prefixes?.some((prefix) => within(span, parseCidr(prefix, { hostBits: "clear" }))),
  );
}

export function interfaceOfPublic(view: View, span: Span): Interface | undefined {
  const text = single(span);
  return text === null ? undefined : byPublic(view.part("interfaces"), text).at(0);
}

export function natOfPublic(view: View, span: Span): NatGateway | undefined {
  const text = single(span);
  return text === null ? undefined : natByInterface(view.part("nat_gateways"), `public ${text}`).at(0);
}

export function recipientOf(view: View, found: Interface): Recipient {
  const nat = natByInterface(view.part("nat_gateways"), found.id).at(0);
  if (nat) return { kind: "nat", nat };
  const balancers = view.part("load_balancers");
  const balancer = balancerByNode(balancers, found.id).at(0) ?? balancerByNode(balancers, found.description).at(0);
  if (balancer) return { kind: "balancer", balancer, node: found, subnet: found.subnet };
  const endpoint = endpointOf(view, "interfaces", found.id);
  return endpoint ? { kind: "endpoint", endpoint, interface: found } : { kind: "class" };
}

/** Who in a VPC gets what is sent to the flight's target; null where the address is nobody's (R12). */
export function recipientIn(flight: Flight, vpc: Vpc): { recipient: Recipient; subnet: Subnet | null } | null {
  const { view, goal, target } = flight;
  const asked = goal.vpc === vpc.id && !flight.delegated ? meant(flight, goal) : null;
  if (asked) return asked;
  const named =
    goal.vpc === vpc.id && goal.endpoint?.part === "interfaces" && goal.spans.some((span) => sameSpan(span, target));
  const end = named && goal.endpoint ? view.part("interfaces").get(goal.endpoint.id) : undefined;
  if (end) return { recipient: recipientOf(view, end), subnet: view.part("subnets").get(end.subnet) ?? null };
  const subnetOf = (id: string): Subnet | null => view.part("subnets").get(id) ?? null;
  const found = interfaceAt(view, vpc.id, target);
  if (found) return { recipient: recipientOf(view, found), subnet: subnetOf(found.subnet) };
  const text = single(target);
  if (text === null) return null;
  const nat = natByInterface(view.part("nat_gateways"), `private ${text}`).find((each) => {
    return each.regional?.vpc === vpc.id || subnetOf(each.subnet)?.vpc === vpc.id;
  });
  if (nat) return { recipient: { kind: "nat", nat }, subnet: subnetOf(nat.subnet) };
  const balancer = balancerByNode(view.part("load_balancers"), `${vpc.id} ${text}`).at(0);
  const node = balancer?.nodes?.find(({ addresses }) => addresses.some((each) => keyOf(each) === text));
  if (!balancer || !node) return null;
  return {
    recipient: { kind: "balancer", balancer, node: null, subnet: node.subnet },
    subnet: subnetOf(node.subnet),
  };
}

/** The end that the question names, where it has no listed address or stands for many. */
function meant(flight: Flight, goal: Side): { recipient: Recipient; subnet: Subnet | null } | null {
  const { endpoint, subnet } = goal;
  if (endpoint && endpoint.privateIp !== null) return null;
  if (goal.anyone) return null;
  if (subnet === null) {
    const here = goal.spans.some((span) => flight.holds(span, "target"));
    return here && !endpoint ? { recipient: { kind: "class" }, subnet: null } : null;
  }
  const blocks = blocksOfSubnet(subnet);
  if (!blocks.some((block) => flight.holds(block, "target"))) return null;
  if (!endpoint) return { recipient: { kind: "class" }, subnet };
  const balancer = endpoint.part === "load_balancers" ? flight.view.part("load_balancers").get(endpoint.id) : undefined;
  return balancer
    ? { recipient: { kind: "balancer", balancer, node: null, subnet: subnet.id }, subnet }
    : { recipient: { kind: "endpoint", endpoint, interface: null }, subnet };
}

/** Something in the subnet whose addresses the estate does not list: an address that is nobody's may be its. */
export function unlistedIn(view: View, subnet: Subnet): string | null {
  const described = (start: string): boolean =>
    [...view.part("interfaces").values()].some(
      (each) => each.subnet === subnet.id && each.description.startsWith(start),
    );
  for (const { part, id } of endpointsBy(view, "subnet", subnet.id)) {
    if (part === "load_balancers" && !view.part(part).get(id)?.nodes && !described("ELB ")) return id;
    if (part === "databases" && !described("RDS")) return id;
    if (part === "endpoints" && !view.part(part).get(id)?.interfaces) return id;
  }
  return null;
}
