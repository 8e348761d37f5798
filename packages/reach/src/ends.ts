import { lookUpBy, parseCidr, tryParseCidr } from "@trias/estate";
import type { Place, TraceEnd } from "./answer.ts";
import { ReachError } from "./errors.ts";
import { addressesOf, ownSpans } from "./groups.ts";
import { addressSide, INTERNET_SIDE, type Side, sidesOf } from "./places.ts";
import { INTERNET, type Span, spansOf, within } from "./spans.ts";
import type { View } from "./view.ts";
import { publicPairs } from "./walk/recipient.ts";
import type { Balancer, Interface, TargetGroup } from "./walk/words.ts";

/** The ends that a question's end stands for; null where the estate does not know the parts that would say. */
export function endsOf(view: View, end: Place | TraceEnd, role: "from" | "to"): readonly Side[] | null {
  if (typeof end === "string") return sidesOf(view, end);
  const address = end.address === undefined ? null : addressOf(end.address);
  if (end.internet) return [{ ...INTERNET_SIDE, spans: address ? [address] : INTERNET }];
  if (end.resource === undefined) {
    if (address) return addressSide(view, end.address ?? "", address, role);
    throw new ReachError("place_unknown", "an end of the question names nothing", {
      fix: "give a resource, an address, or the internet",
    });
  }
  const resource = idOf(view, end.resource);
  const sides = siteSides(view, resource) ?? sidesOf(view, resource);
  if (!address || sides === null) return sides;
  const owning = sides.filter((side) => owns(view, side, address));
  return (owning.length > 0 ? owning : sides.slice(0, 1)).map((side) => ({
    ...side,
    spans: [role === "from" ? innerOf(view, side, address) : address],
  }));
}

/** A load balancer goes by its ARN, its name and the name that clients resolve too. */
function idOf(view: View, name: string): string {
  const balancers = view.part("load_balancers");
  if (view.part("interfaces").has(name) || view.part("instances").has(name)) return name;
  if (balancers.has(name) || !/^arn:|elb|^[A-Za-z0-9-]+$/.test(name)) return name;
  for (const { id, name: own, dns_name } of balancers.values()) {
    if (own === name || dns_name === name || name.endsWith(`loadbalancer/${id}`)) return id;
  }
  return name;
}

function addressOf(text: string): Span {
  const block = tryParseCidr(text, { hostBits: "clear" });
  if (block) return block;
  throw new ReachError("place_unknown", `\`${text.slice(0, 64)}\` is no address`, {
    fix: "expected an address such as `10.0.0.5`",
  });
}

/** What is written into packets where they begin: the gateway puts the public address for it later. */
function innerOf(view: View, { endpoint }: Side, address: Span): Span {
  const own = endpoint?.part === "interfaces" ? view.part("interfaces").get(endpoint.id) : undefined;
  const pair = own && publicPairs(own).find(([text]) => within(address, parseCidr(text, { hostBits: "clear" })));
  return pair ? parseCidr(pair[1]) : address;
}

function owns(view: View, side: Side, address: Span): boolean {
  const own = side.endpoint?.part === "interfaces" ? view.part("interfaces").get(side.endpoint.id) : undefined;
  if (!own) return side.spans.some((span) => within(address, span));
  const all = [...addressesOf(own), ...publicPairs(own).map(([text]) => text)];
  return spansOf(all).some((span) => within(address, span));
}

/** A gateway or attachment stands for the site behind it. */
function siteSides(view: View, id: string): Side[] | null {
  const connection = view.part("vpn_connections").get(id);
  const attachments = [...view.part("transit_gateway_attachments").values()];
  const attachment =
    view.part("transit_gateway_attachments").get(id) ?? attachments.find(({ resource }) => resource === id);
  const beyond = attachment && attachment.type !== "vpc" ? attachment.id : undefined;
  const gateway = view.part("vpn_gateways").has(id) ? id : connection?.gateway;
  const site = beyond ?? (gateway != null && view.part("vpn_gateways").has(gateway) ? gateway : undefined);
  if (site === undefined) return null;
  const whole = ["0.0.0.0/0", "::/0"].map((text) => parseCidr(text));
  return [{ ...INTERNET_SIDE, at: id, spans: whole, internet: false, site }];
}

const groupsOf = lookUpBy<TargetGroup>(({ targets }) => targets.map(({ id }) => id));
const balancersOf = lookUpBy<Balancer>(({ listeners }) =>
  listeners.flatMap(({ target_groups, targets }) => [...(target_groups ?? []), ...targets]),
);

/**
 * The addresses that packets to an end are sent to: from the internet the public ones (R32), else its own. Where any will do, also
 * its public ones and those of the load balancers in front of it.
 */
export function aims(view: View, from: Side, to: Side, any: boolean): readonly Span[] {
  const own = to.endpoint?.part === "interfaces" ? view.part("interfaces").get(to.endpoint.id) : undefined;
  const given =
    to.spans.length === 1 && own && !ownSpans(own).some((each) => to.spans.every((span) => within(span, each)));
  if (given) return to.spans;
  const nodes = any && own ? fronting(view, own) : [];
  if (from.internet) {
    if (!own) return to.spans;
    const asked = (text: string, inner: string): boolean =>
      to.spans.some((span) => within(parseCidr(inner), span) || within(parseCidr(text, { hostBits: "clear" }), span));
    const outside = publicPairs(own).filter(([text, inner]) => asked(text, inner));
    const six = (own.ipv6 ?? []).filter((text) => asked(text, text));
    return spansOf([
      ...outside.map(([text]) => text),
      ...six,
      ...nodes.flatMap((node) => publicPairs(node).map(([text]) => text)),
    ]);
  }
  if (!any || !own) return to.spans;
  const further = [
    ...publicPairs(own).map(([text]) => text),
    ...nodes.flatMap((node) => [node.private_ip, ...publicPairs(node).map(([text]) => text)]),
  ];
  return [...to.spans, ...spansOf(further)];
}

/** Nodes of the load balancers that have the interface for a target. */
function fronting(view: View, own: Interface): Interface[] {
  const names = [own.id, own.private_ip, ...(own.instance === null ? [] : [own.instance])];
  const groups = names
    .flatMap((name) => groupsOf(view.part("target_groups"), name))
    .flatMap(({ id, name }) => [id, name]);
  const balancers = [...groups, ...names].flatMap((name) => balancersOf(view.part("load_balancers"), name));
  return [...new Set(balancers)].flatMap((balancer) => nodesOf(view, balancer));
}

const described = lookUpBy<Interface>(({ description }) => [description]);

/** The interfaces of a load balancer's nodes, as it lists them or as AWS describes them. */
function nodesOf(view: View, balancer: Balancer): readonly Interface[] {
  const interfaces = view.part("interfaces");
  const listed = (balancer.nodes ?? []).flatMap((node) =>
    node.interface === null ? [] : (interfaces.get(node.interface) ?? []),
  );
  return listed.length > 0 ? listed : described(interfaces, `ELB ${balancer.id.split("loadbalancer/").at(-1)}`);
}
