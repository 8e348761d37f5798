import { type Estate, isKnown, list } from "@trias/estate";
import type { IntentQuestion } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { latin } from "./sentence/characters.ts";
import { lookAlikes, type Sentence } from "./sentence/sentence.ts";

/** The question that a name with two possible meanings raises, with what the estate offers for it; null where every name is plain. */
export function ambiguity(
  intent: Intent,
  whole: Sentence,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
): IntentQuestion | null {
  return twins(intent, estate) ?? disguised(intent, whole, estate, answers) ?? mixedDomain(intent, answers);
}

/** A name that several instances bear. */
function twins({ type, parameters }: Intent, estate: Estate): IntentQuestion | null {
  const name = parameters["instance"];
  if (type !== "isolate_instance" || typeof name !== "string" || !isKnown(estate, "instances")) return null;
  const alike = list(estate, "instances").filter(
    ({ tags }) => (tags["Name"] ?? tags["name"] ?? "").toLowerCase() === name.toLowerCase(),
  );
  if (alike.length < 2) return null;
  return {
    parameter: "instance",
    question: `${alike.length} instances are called \`${name}\`. Which one is meant?`,
    choices: alike.map(({ id }) => id).slice(0, 50),
  };
}

const SEGMENTS = ["segment", "with", "source", "destination", "target", "name"];

/** `prоd-api` with a letter of another script looks like a segment and is none. */
function disguised(
  intent: Intent,
  whole: Sentence,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
): IntentQuestion | null {
  for (const { written, like } of lookAlikes(whole, estate)) {
    const parameter =
      SEGMENTS.find((name) => String(intent.parameters[name] ?? "").toLowerCase() === written.toLowerCase()) ??
      "segment";
    if (answers[parameter] !== undefined) continue;
    return {
      parameter,
      question: `No segment is called \`${written}\`; it looks like \`${like}\`. Which segment is meant?`,
      choices: [like],
    };
  }
  return null;
}

/** A domain in which a letter of another script stands for a Latin one. */
function mixedDomain({ parameters }: Intent, answers: Readonly<Record<string, string>>): IntentQuestion | null {
  for (const parameter of ["destination", "source"]) {
    const name = parameters[parameter];
    if (typeof name !== "string" || latin(name) === name || answers[parameter] !== undefined) continue;
    return {
      parameter,
      question: `\`${name}\` holds letters that look like others. Which domain is meant?`,
      choices: [latin(name), name],
    };
  }
  return null;
}
