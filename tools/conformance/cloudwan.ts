import { readFileSync } from "node:fs";
import {
  type CoreNetworkSimulation,
  type Destination,
  parseAttachments,
  parseCoreNetworkPolicy,
  reachCoreNetwork,
  roundTripCoreNetwork,
  simulateCoreNetwork,
} from "@trias/cloud-wan";
import type { Answer, Case, Endpoint } from "./cases.ts";

type Loose = Readonly<Record<string, unknown>>;

const loaded = new WeakMap<readonly unknown[], { simulation: CoreNetworkSimulation; ownAsns: readonly number[] }>();

/** Answers a case on a core network policy and its attachments. */
export function answerCloudWan(policyFile: string, attachments: readonly unknown[], question: Case): Answer {
  const { simulation, ownAsns } = load(policyFile, attachments);
  const family = question.family ?? 4;
  const asked = {
    from: fromOf(question, attachments, family),
    to: toOf(question.to, attachments),
    family,
  };
  if (question.direction === "forward") {
    const answer = reachCoreNetwork(simulation, asked);
    return { ...answer, own_asns: ownAsns };
  }
  const trip = roundTripCoreNetwork(simulation, asked);
  const back = trip.back === null ? {} : { verdict_return: trip.back.verdict };
  return { ...trip.forward, verdict: trip.verdict, ...back, own_asns: ownAsns, reason: trip.reason };
}

function load(policyFile: string, attachments: readonly unknown[]) {
  const known = loaded.get(attachments);
  if (known) return known;
  const policy = parseCoreNetworkPolicy(JSON.parse(readFileSync(policyFile, "utf8")));
  const ownAsns = policy.configuration["edge-locations"].flatMap(({ asn }) => asn ?? []);
  const simulation = simulateCoreNetwork(policy, parseAttachments(attachments.map(attachmentOf)));
  loaded.set(attachments, { simulation, ownAsns });
  return { simulation, ownAsns };
}

/** Attachments in the words of the case files; what routes are called differs between sources. */
function attachmentOf(value: unknown): unknown {
  const given = asLoose(value);
  const regions = [given["regions"], given["edge_locations"], given["edges"], given["region"]].find(Array.isArray);
  return {
    ...given,
    type: given["type"] === "vpn" ? "site-to-site-vpn" : given["type"],
    ...(regions === undefined ? {} : { region: regions[0], edge_locations: regions }),
    routes: listOf(given["routes"]).map(routeOf),
  };
}

function routeOf(value: unknown): unknown {
  if (typeof value === "string") return { prefix: value };
  const given = asLoose(value);
  const asPath = first(given, ["as_path", "aspath", "asPath"]);
  const communities = first(given, ["communities", "community"]);
  const edges = first(given, ["edge_locations", "edges", "edge", "region"]);
  const med = given["med"];
  return {
    prefix: first(given, ["prefix", "cidr", "destination"]),
    ...(asPath === undefined
      ? {}
      : { as_path: typeof asPath === "string" ? asPath.split(/[\s,]+/).filter(Boolean) : asPath }),
    ...(communities === undefined ? {} : { communities: listOf(communities) }),
    ...(edges === undefined ? {} : { edge_locations: listOf(edges) }),
    ...(med === undefined || med === null ? {} : { med }),
  };
}

function fromOf(
  question: Case,
  attachments: readonly unknown[],
  family: 4 | 6,
): { attachment: string; prefix?: string } {
  const id = question.from.attachment ?? "";
  const given = attachments.map(asLoose).find((each) => each["id"] === id);
  const route = question.from.route === undefined ? undefined : prefixOf(given, question.from.route);
  const secondary =
    question.src_cidr === "secondary" ? listOf(given?.[family === 4 ? "cidrs4" : "cidrs6"])[1] : undefined;
  const prefix = question.from.ip ?? route ?? secondary;
  return typeof prefix === "string" ? { attachment: id, prefix } : { attachment: id };
}

function toOf(to: Endpoint, attachments: readonly unknown[]): Destination {
  if (to.kind === "internet") return to.ip === undefined ? { kind: "internet" } : { kind: "internet", address: to.ip };
  if (to.attachment === undefined) return { kind: "address", address: to.ip ?? "" };
  const given = attachments.map(asLoose).find((each) => each["id"] === to.attachment);
  const prefix = to.ip ?? (to.route === undefined ? undefined : prefixOf(given, to.route));
  return prefix === undefined
    ? { kind: "attachment", attachment: to.attachment }
    : { kind: "attachment", attachment: to.attachment, prefix };
}

/** A route is picked by its prefix, its place in the list, or any name that it carries. */
function prefixOf(attachment: Loose | undefined, route: string | number): string {
  const routes = listOf(attachment?.["routes"]);
  const picked =
    typeof route === "number"
      ? routes[route]
      : routes.find((each) => typeof each === "object" && Object.values(asLoose(each)).includes(route));
  const prefix = picked === undefined ? undefined : asLoose(routeOf(picked))["prefix"];
  return typeof prefix === "string" ? prefix : String(route);
}

function first(given: Loose, keys: readonly string[]): unknown {
  return keys.map((key) => given[key]).find((value) => value !== undefined);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function asLoose(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : {};
}
