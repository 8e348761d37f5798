import { messageOf, TriasError } from "@trias/core";
import type { Estate } from "@trias/estate";
import { placesCalled } from "@trias/intents";
import type { Flow, Intent } from "@trias/protocol";
import { createReachEngine, type Hop, type Packet, type Remedy, remedyOf, type TraceAnswer } from "@trias/reach";
import { OrchestratorError } from "../errors.ts";
import { onlyOne } from "../planners/named-one.ts";
import { textOf, textOrNone } from "../planners/parameters.ts";
import type { PlannerContext } from "../planners/planner.ts";

/**
 * Whether packets get there, the rule that stops them first, and the smallest changes that would let exactly them through, tried on a
 * copy of the estate; nothing is changed.
 */
export function troubleshoot(intent: Intent, { estate }: PlannerContext): string {
  const [from, to] = [placeOf(intent, "source", estate), placeOf(intent, "destination", estate)];
  const { port, ports } = portsOf(intent.parameters["port"]);
  const protocol = textOrNone(intent, "protocol") ?? (ports === null ? "any" : "tcp");
  const answer = asked(() =>
    createReachEngine().trace(estate, { from, to, protocol, ...(ports === null ? {} : { ports: [ports] }) }),
  );
  const what = `${protocol}${ports === null ? "" : ` ${ports[0] === ports[1] ? ports[0] : ports.join("-")}`}`;
  const first = `${textOf(intent, "source")} → ${textOf(intent, "destination")}, ${what}: ${answer.verdict}`;
  if (answer.verdict === "blocked") {
    const remedy = asked(() => remedyOf(estate, from, to, { protocol, port } satisfies Packet));
    return [
      `${first}${answer.blocked_by ? `, by ${hopText(answer.blocked_by)}` : ""}`,
      ...wayLines(answer),
      ...remedyLines(remedy),
    ].join("\n");
  }
  const assumed = answer.assumed.slice(0, 5).map((each) => `taken for granted: ${each}`);
  return [first, ...wayLines(answer), ...assumed].join("\n");
}

function placeOf(intent: Intent, name: string, estate: Estate): string {
  const text = textOf(intent, name);
  return onlyOne("place", text, placesCalled(estate, text));
}

function portsOf(value: unknown): { readonly port: number | null; readonly ports: readonly [number, number] | null } {
  if (typeof value === "number") return { port: value, ports: [value, value] };
  const range = typeof value === "string" ? /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value) : null;
  if (range === null) return { port: null, ports: null };
  const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
  return { port: first === last ? first : null, ports: [first, last] };
}

function wayLines({ hops }: TraceAnswer): string[] {
  return hops.slice(0, 30).map((hop) => `  ${hopText(hop)}`);
}

function hopText({ at, resource, rule }: Hop): string {
  return `${at} \`${resource}\`${rule === undefined ? "" : `: ${rule}`}`;
}

function remedyLines({ changes, obstacle, verdict, flows }: Remedy): string[] {
  const steps = changes.map(({ text }, i) => `  ${i + 1}. ${text}`);
  const end =
    obstacle === null
      ? verdict === "delivered"
        ? []
        : ["  then it may arrive: the estate does not say more"]
      : [`  then ${hopText(obstacle)} still stops it: no single setting takes that away`];
  const title =
    changes.length === 0
      ? "No single setting would let it through:"
      : "The smallest changes that would let it through, tried on a copy:";
  const besides = flows.opened.slice(0, 10).map((flow) => `    ${flowText(flow)}`);
  const more = flows.opened.length > 10 ? [`    and ${flows.opened.length - 10} more`] : [];
  return [title, ...steps, ...end, ...(besides.length === 0 ? [] : ["  together they open:", ...besides, ...more])];
}

function flowText({ from, to, protocol, ports }: Flow): string {
  return `${from} → ${to}, ${protocol} ${ports}`;
}

function asked<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof TriasError)) throw cause;
    throw new OrchestratorError("impossible", messageOf(cause), { remedy: "ask", cause });
  }
}
