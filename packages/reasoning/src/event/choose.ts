import type { Estate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import type { Assessment, Choice, Classification, ResponseOption } from "../reasoner.ts";
import { callsForIsolation } from "./guardduty/finding-response.ts";
import { HIGH } from "./guardduty/severity.ts";
import { instanceOf } from "./placement.ts";

const NOTHING: ResponseOption = {
  intent: null,
  name: "do nothing",
  summary: "The event is recorded and nothing changes",
  risk: "If it is right, it goes on",
  monthly_usd: 0,
  reversible: true,
  minutes: 0,
};
const ASK: ResponseOption = {
  intent: null,
  name: "ask a person",
  summary: "A person looks at it and decides",
  risk: "If it is right, it goes on until somebody has looked",
  monthly_usd: 0,
  reversible: true,
  minutes: null,
};

/** The ways to answer, compared. By themselves the rules choose only containment, and only the narrowest that stops the harm. */
export function choose(classification: Classification, assessment: Assessment, estate: Estate): Choice {
  const { instance: id, sample, severity, shape, type, response } = classification;
  const instance = instanceOf(id, estate);
  const running = instance !== null && (instance.state === "running" || instance.state === "pending");
  const containment = running ? isolate(classification) : null;
  const options = [...(containment ?? []), ...block(classification), ...recommended(classification), ASK, NOTHING];
  const pick = (option: ResponseOption, why: string): Choice => ({ options, chosen: options.indexOf(option), why });
  const [isolation] = containment ?? [];

  if (sample) return pick(NOTHING, "it is a sample, and samples are never acted on");
  if (response.action === "none") return pick(NOTHING, response.advice);
  if (classification.class === "unknown") return pick(ASK, "no rule knows this kind of event");
  if (shape === "guardduty-finding" && id !== null && instance === null) {
    return pick(
      ASK,
      `the estate has no instance \`${id}\`: nothing here can be contained, and somebody should know why`,
    );
  }
  if (instance !== null && !running) {
    return pick(NOTHING, `\`${instance.id}\` is ${instance.state}, so there is nothing to contain`);
  }
  if (isolation === undefined || !callsForIsolation(type) || (severity ?? 0) < HIGH) {
    return pick(
      ASK,
      `no rule answers \`${type.slice(0, 200)}\` of severity ${severity ?? "unknown"} by itself: ${response.advice}`,
    );
  }
  return pick(
    isolation,
    `${assessment.threat}, at severity ${severity}: isolating it stops that and can be taken back`,
  );
}

/** What people call the answers that they can choose for an event. */
export type ResponseName = "isolate" | "block";

/**
 * The intent that an answer means. INVARIANT: it names the instance or address of the event's own typed fields, never what an answer
 * or a text says.
 */
export function intentOfResponse({ instance, remoteAddress, sample }: Classification, name: string): Intent | null {
  if (sample) return null;
  if (name === "isolate" && instance !== null)
    return { type: "isolate_instance", parameters: { instance }, confidence: 0.95 };
  if (name === "block" && remoteAddress !== null) {
    return { type: "add_firewall_rule", parameters: { effect: "block", source: remoteAddress }, confidence: 0.95 };
  }
  return null;
}

/** The answers, besides closing it, that a person can choose among. */
export function responsesTo(options: readonly ResponseOption[]): readonly ResponseName[] {
  const types = new Set(options.flatMap(({ intent }) => intent?.type ?? []));
  return [
    ...(types.has("isolate_instance") ? (["isolate"] as const) : []),
    ...(types.has("add_firewall_rule") ? (["block"] as const) : []),
  ];
}

function isolate(classification: Classification): ResponseOption[] {
  const intent = intentOfResponse(classification, "isolate");
  if (intent === null) return [];
  return [
    {
      intent,
      name: "isolate the instance",
      summary: `\`${classification.instance}\` gets a quarantine group of its own and its tracked connections are cut`,
      risk: "Whatever it serves is gone until it is released; no neighbour is touched",
      monthly_usd: 0,
      reversible: true,
      minutes: 1,
    },
  ];
}

function block(classification: Classification): ResponseOption[] {
  const intent =
    classification.response.action === "add_firewall_rule" ? intentOfResponse(classification, "block") : null;
  if (intent === null) return [];
  return [
    {
      intent,
      name: "block the address",
      summary: `Firewalls drop \`${classification.remoteAddress}\`, and nothing wider`,
      risk: "Whoever shares that address is cut off too",
      monthly_usd: 0,
      reversible: true,
      minutes: 1,
    },
  ];
}

/** What is advised and has no typed action here yet, so that it is compared and a person sees it. */
function recommended({ response, sample }: Classification): ResponseOption[] {
  if (sample || ["none", "ask", "isolate_instance", "add_firewall_rule"].includes(response.action)) return [];
  const reads = response.row === null;
  return [
    {
      intent: null,
      name: response.action.replaceAll("_", " "),
      summary: response.advice,
      risk: reads ? "None: nothing changes" : "A person has to ask for it and see what it changes",
      monthly_usd: reads ? 0 : null,
      reversible: true,
      minutes: null,
    },
  ];
}
