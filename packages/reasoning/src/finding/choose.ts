import type { Estate } from "@trias/estate";
import type { Assessment, Choice, Classification, ResponseOption } from "../reasoner.ts";
import { instanceOf } from "./placement.ts";
import { callsForIsolation, HIGH } from "./threats.ts";

const NOTHING: ResponseOption = {
  intent: null,
  name: "do nothing",
  summary: "The event is recorded and nothing changes",
  risk: "If the finding is right, it goes on",
  reversible: true,
  minutes: 0,
};
const ASK: ResponseOption = {
  intent: null,
  name: "ask a person",
  summary: "A person looks at it and decides",
  risk: "If the finding is right, it goes on until somebody has looked",
  reversible: true,
  minutes: null,
};

/** The ways to answer, compared; the last containment that rules may choose by themselves is the narrowest that stops the harm. */
export function choose(classification: Classification, assessment: Assessment, estate: Estate): Choice {
  const instance = instanceOf(classification.instance, estate);
  const running = instance !== null && (instance.state === "running" || instance.state === "pending");
  const options = running ? [isolate(instance.id), ASK, NOTHING] : [ASK, NOTHING];
  const pick = (name: string, why: string): Choice => ({
    options,
    chosen: options.findIndex((one) => one.name === name),
    why,
  });

  if (classification.sample) return pick("do nothing", "it is a sample finding, and samples are never acted on");
  if (classification.shape !== "guardduty-finding") return pick("ask a person", "no rule knows this kind of event");
  if (classification.instance !== null && instance === null) {
    return pick(
      "do nothing",
      `the estate has no instance \`${classification.instance}\`, so there is nothing here to contain`,
    );
  }
  if (instance !== null && !running)
    return pick("do nothing", `\`${instance.id}\` is ${instance.state}, so there is nothing to contain`);
  const severity = classification.severity ?? 0;
  if (!running || !callsForIsolation(classification.type) || severity < HIGH) {
    return pick("ask a person", `no rule answers \`${classification.type}\` of severity ${severity} by itself`);
  }
  return pick(
    "isolate the instance",
    `${assessment.threat}, at severity ${severity}: isolating it stops that and can be taken back`,
  );
}

function isolate(instance: string): ResponseOption {
  return {
    intent: { type: "isolate_instance", parameters: { instance }, confidence: 0.95 },
    name: "isolate the instance",
    summary: `\`${instance}\` gets a quarantine group of its own and its tracked connections are cut`,
    risk: "Whatever it serves is gone until it is released; no neighbour is touched",
    reversible: true,
    minutes: 1,
  };
}
