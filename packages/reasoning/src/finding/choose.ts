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

/** The ways to answer, compared. By themselves the rules choose only containment, and only the narrowest that stops the harm. */
export function choose(classification: Classification, assessment: Assessment, estate: Estate): Choice {
  const { instance: id, sample, severity, shape, type } = classification;
  const instance = instanceOf(id, estate);
  const running = instance !== null && (instance.state === "running" || instance.state === "pending");
  const containment = running ? isolate(instance.id) : null;
  const options = [...(containment === null ? [] : [containment]), ASK, NOTHING];
  const pick = (chosen: number, why: string): Choice => ({ options, chosen, why });
  const nothing = options.indexOf(NOTHING);
  const person = options.indexOf(ASK);

  if (sample) return pick(nothing, "it is a sample finding, and samples are never acted on");
  if (shape !== "guardduty-finding") return pick(person, "no rule knows this kind of event");
  if (id !== null && instance === null) {
    return pick(nothing, `the estate has no instance \`${id}\`, so there is nothing here to contain`);
  }
  if (instance !== null && !running) {
    return pick(nothing, `\`${instance.id}\` is ${instance.state}, so there is nothing to contain`);
  }
  if (containment === null || !callsForIsolation(type) || (severity ?? 0) < HIGH) {
    return pick(person, `no rule answers \`${type}\` of severity ${severity ?? "unknown"} by itself`);
  }
  const why = `${assessment.threat}, at severity ${severity}: isolating it stops that and can be taken back`;
  return pick(options.indexOf(containment), why);
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
