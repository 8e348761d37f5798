import { type Estate, get, isKnown, list } from "@trias/estate";
import { createReachEngine, type Hop, type OneWay, type TraceEnd, type TraceQuestion } from "@trias/reach";
import { loadSnapshot } from "@trias/snapshot";
import type { Answer, Case, Endpoint } from "./cases.ts";

const engine = createReachEngine();
const loaded = new Map<string, Estate>();

/** Where a snapshot says nothing of it, any name does: a case names resources by id. */
const SOMEWHERE = { region: "us-east-1", account: "000000000000" };

/** Answers a case on a folder of `describe-*` files. */
export function answerAws(dir: string, files: readonly string[] | undefined, question: Case): Answer {
  const estate = estateOf(dir, files);
  const answer = engine.trace(estate, questionOf(question));
  const there = question.direction === "forward" ? answer.forward : answer;
  const ways = [answer.forward, ...answer.alternatives.map(({ forward }) => forward)];
  const paths = ways.map((way) => pathOf(estate, way));
  // A load balancer or equal routes may take any of several ways: the case names one of them.
  const wanted = question.path ? paths.find((path) => samePath(path, question.path ?? [])) : undefined;
  const path = wanted ? question.path : paths[0];
  return {
    verdict: there.verdict,
    ...(answer.forward.verdict !== "blocked" && { verdict_return: answer.return.verdict }),
    ...(path && { path }),
    reason: reasonOf(answer),
  };
}

function estateOf(dir: string, files: readonly string[] | undefined): Estate {
  const key = JSON.stringify([dir, files]);
  const known = loaded.get(key);
  if (known) return known;
  const source = { kind: "folder" as const, dir, ...(files && { files }), ...SOMEWHERE };
  const { estate } = loadSnapshot(source);
  loaded.set(key, estate);
  return estate;
}

function questionOf(question: Case): TraceQuestion {
  const { protocol = "any", src_port, dst_port, icmp_type, icmp_code, family } = question;
  const ports = dst_port === undefined ? portsOf(question.dst_ports) : [[dst_port, dst_port] as const];
  return {
    from: endOf(question.from),
    to: endOf(question.to),
    protocol: String(protocol),
    ...(ports && { ports }),
    // What a case leaves open may be anything that fits.
    source_ports: src_port === undefined ? [[0, 65_535]] : [[src_port, src_port]],
    ...(icmp_type !== undefined && { icmp_type }),
    ...(icmp_code !== undefined && { icmp_code }),
    ...(family !== undefined && { family }),
    quantifier: question.quantifier ?? "this",
    one_way: question.direction === "forward",
  };
}

/** `[[0, 21], [23, 65535]]`, `[80, 443]`, or `"0-21,23-65535"`. */
function portsOf(given: unknown): readonly (readonly [number, number])[] | undefined {
  if (given === undefined || given === null) return undefined;
  const all = typeof given === "string" ? given.split(",") : Array.isArray(given) ? given : [given];
  return all.map((each: unknown): readonly [number, number] => {
    const [low, high = low] = Array.isArray(each) ? each.map(Number) : String(each).split("-").map(Number);
    return [low ?? 0, high ?? 65_535];
  });
}

function endOf({ ip, resource, attachment, route, kind }: Endpoint): TraceEnd {
  const address = ip ?? (typeof route === "string" ? route : undefined);
  if (kind === "internet") return { internet: true, ...(address !== undefined && { address }) };
  const named = resource ?? attachment;
  return { ...(named !== undefined && { resource: named }), ...(address !== undefined && { address }) };
}

function reasonOf(answer: OneWay): string {
  const stop = answer.blocked_by;
  if (stop) return `${stop.at} ${stop.resource}: ${stop.rule ?? ""}`;
  return answer.assumed.length === 0 ? answer.verdict : answer.assumed.join("; ");
}

/** Instances, subnets, VPCs and gateways in order, as the cases name them. */
function pathOf(estate: Estate, { hops }: OneWay): string[] {
  const names: string[] = [];
  for (const hop of hops) {
    const name = nameOf(estate, hop);
    if (name !== null && names.at(-1) !== name) names.push(name);
  }
  return names;
}

function nameOf(estate: Estate, { at, resource }: Hop): string | null {
  switch (at) {
    case "interface":
    case "instance":
      return ownerOf(estate, resource);
    case "load balancer node":
      return nodeName(estate, resource);
    case "internet":
    case "subnet":
    case "VPC":
    case "internet gateway":
    case "egress-only internet gateway":
    case "NAT gateway":
    case "transit gateway":
    case "virtual private gateway":
    case "gateway endpoint":
    case "Direct Connect gateway":
      return resource;
    default:
      return null;
  }
}

/** The instance or endpoint whose interface it is. */
function ownerOf(estate: Estate, id: string): string {
  const instance = isKnown(estate, "interfaces") ? get(estate, "interfaces", id)?.instance : undefined;
  const endpoints = isKnown(estate, "endpoints") ? list(estate, "endpoints") : [];
  return instance ?? endpoints.find(({ interfaces }) => interfaces?.includes(id))?.id ?? id;
}

/** `<zone>-<dns name>`. */
function nodeName(estate: Estate, id: string): string {
  const own = get(estate, "interfaces", id);
  const zone = own && get(estate, "subnets", own.subnet)?.zone;
  const balancers = isKnown(estate, "load_balancers") ? list(estate, "load_balancers") : [];
  const balancer = balancers.find((each) => {
    return (
      each.nodes?.some((node) => node.interface === id) ||
      own?.description === `ELB ${each.id.split("loadbalancer/").at(-1)}`
    );
  });
  return balancer && zone ? `${zone}-${balancer.dns_name ?? balancer.name}` : id;
}

/** Whatever carries packets outside of the estate counts as the internet. */
function samePath(own: readonly string[], given: readonly string[]): boolean {
  const outside = /^(?:isp_.*|internet|__.*__)$/;
  const plain = (path: readonly string[]): string[] =>
    path.map((name) => (outside.test(name) ? "internet" : name)).filter((name, i, all) => all[i - 1] !== name);
  const [a, b] = [plain(own), plain(given)];
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
