import { readFileSync } from "node:fs";
import {
  type CoreNetworkSimulation,
  type Destination,
  parseCoreNetworkPolicy,
  type ReachQuestion,
  roundTripCoreNetwork,
  simulateCoreNetwork,
} from "@trias/cloud-wan";
import type { Answer, Case, Endpoint } from "./cases.ts";
import { type CaseAttachment, readAttachments } from "./cloudwan-attachments.ts";

interface Loaded {
  readonly simulation: CoreNetworkSimulation;
  readonly attachments: ReadonlyMap<string, CaseAttachment>;
  readonly ownAsns: readonly number[];
}

const loaded = new WeakMap<readonly unknown[], Loaded>();

/** Answers a case on a core network policy and its attachments. */
export function answerCloudWan(policyFile: string, given: readonly unknown[], question: Case): Answer {
  const at = load(policyFile, given);
  for (const { attachment } of [question.from, question.to]) {
    if (attachment !== undefined && !at.attachments.has(attachment))
      throw new TypeError(`no attachment \`${attachment}\``);
  }
  if (question.from.attachment === undefined) return { verdict: "no answer", reason: "asked from no attachment" };
  let best: Answer | null = null;
  // An address that a case leaves open is free: the flow arrives if there is one that does.
  for (const asked of questionsOf(question, at)) {
    const answer = answerOne(at, asked, question);
    if (answer.verdict === "delivered") return answer;
    if (best === null || (best.verdict === "blocked" && answer.verdict === "may")) best = answer;
  }
  return best ?? { verdict: "blocked", reason: `an end has no IPv${question.family ?? 4} address` };
}

function answerOne({ simulation, ownAsns }: Loaded, asked: ReachQuestion, { direction }: Case): Answer {
  const trip = roundTripCoreNetwork(simulation, asked);
  const back = trip.back === null ? {} : { verdict_return: trip.back.verdict };
  const told = direction === "forward" ? trip.forward : trip;
  return { ...trip.forward, ...back, verdict: told.verdict, reason: told.reason, own_asns: ownAsns };
}

function load(policyFile: string, given: readonly unknown[]): Loaded {
  const known = loaded.get(given);
  if (known) return known;
  const policy = parseCoreNetworkPolicy(JSON.parse(readFileSync(policyFile, "utf8")));
  const edges = policy.configuration["edge-locations"];
  const attachments = readAttachments(
    given,
    edges.map(({ location }) => location),
  );
  const made: Loaded = {
    simulation: simulateCoreNetwork(
      policy,
      attachments.map(({ attachment }) => attachment),
    ),
    attachments: new Map(attachments.map((each) => [each.attachment.id, each])),
    ownAsns: edges.flatMap(({ asn }) => asn ?? []),
  };
  loaded.set(given, made);
  return made;
}

function* questionsOf({ from, to, family = 4, src_cidr }: Case, { attachments }: Loaded): Generator<ReachQuestion> {
  const source = attachments.get(from.attachment ?? "");
  const own = family === 4 ? source?.attachment.cidrs4 : source?.attachment.cidrs6;
  const picked = src_cidr === undefined ? undefined : own?.[src_cidr === "primary" ? 0 : 1];
  for (const prefix of prefixesOf(picked === undefined ? from : { ...from, ip: picked }, source, family)) {
    for (const destination of destinationsOf(to, attachments, family)) {
      yield { from: { attachment: from.attachment ?? "", prefix }, to: destination, family };
    }
  }
}

function destinationsOf(to: Endpoint, attachments: Loaded["attachments"], family: 4 | 6): Destination[] {
  const address = to.ip ?? to.prefix;
  if (to.kind === "internet" || address === "0.0.0.0/0" || address === "::/0") {
    if (to.attachment === undefined)
      return [to.kind === "internet" && address !== undefined ? { kind: "internet", address } : { kind: "internet" }];
  }
  const { attachment } = to;
  if (attachment === undefined) return [{ kind: "address", address: address ?? "" }];
  return prefixesOf(to, attachments.get(attachment), family).map((prefix) => ({
    kind: "attachment",
    attachment,
    prefix,
  }));
}

/** The blocks that an end leaves open: what it names, else all of the attachment's, its own before those behind it. */
function prefixesOf(end: Endpoint, of: CaseAttachment | undefined, family: 4 | 6): string[] {
  const named = end.ip ?? end.prefix;
  if (named !== undefined) return [named];
  if (end.route !== undefined) return [of?.routeNames.get(String(end.route)) ?? String(end.route)];
  if (of === undefined) return [];
  const { cidrs4, cidrs6, routes } = of.attachment;
  return [...cidrs4, ...cidrs6, ...routes.map(({ prefix }) => prefix)].filter(
    (prefix) => prefix.includes(":") === (family === 6),
  );
}
