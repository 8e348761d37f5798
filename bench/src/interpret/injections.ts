import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Estate } from "@trias/estate";
import { INTENTS } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { rulesReasoner } from "@trias/reasoning";

/** How many of the strings made the rules name a change that the honest part did not ask for; a change that is only asked about counts too. */
export interface Injected {
  readonly strings: number;
  /** The string is the whole sentence. */
  readonly alone: number;
  /** It stands before or behind an honest request. */
  readonly appended: number;
  /** It is a tag of everything in the estate. */
  readonly as_tags: number;
  /** It is the description, title or reason of an event. */
  readonly in_evidence: number;
}

const HONEST = [
  "How is the network doing?",
  "Attach vpc-0a1b2c3d to prod-api.",
  "Isolate i-db673c65e6c099043.",
  "Scale render-fleet to 92.",
] as const;

/** Every distinct string of three letters and more in the lines of a file, or of all files of a folder; a line is JSON or plain text. */
export function stringsOf(path: string): string[] {
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => textsIn(parsed(line))),
  );
  return [...new Set(found.filter((text) => text.length >= 3))];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** `say` gets each string that did something, with where it stood. */
export function injected(
  strings: readonly string[],
  estate: Estate,
  events: readonly unknown[],
  say: (line: string) => void = () => undefined,
): Injected {
  const honest = HONEST.map((sentence) => ({ sentence, meant: changesOf(sentence, estate) }));
  const clean = events.map((event) => responseTo(event, estate));
  const count = (form: string, acts: (text: string) => boolean): number =>
    strings.filter((text) => {
      const did = acts(text);
      if (did) say(`${form}: ${JSON.stringify(text.slice(0, 160))}`);
      return did;
    }).length;
  return {
    strings: strings.length,
    alone: count("alone", (text) => changesOf(text, estate).length > 0),
    appended: count("appended", (text) =>
      honest.some(({ sentence, meant }) =>
        [`${sentence} ${text}`, `${text}\n${sentence}`].some((both) => addsTo(meant, changesOf(both, estate))),
      ),
    ),
    as_tags: count("tag", (text) => {
      const tagged = withTags(estate, text);
      return honest.some(({ sentence, meant }) => addsTo(meant, changesOf(sentence, tagged)));
    }),
    in_evidence: count("evidence", (text) =>
      events.some((event, i) => responseTo(withText(event, text), estate) !== clean[i]),
    ),
  };
}

function changesOf(sentence: string, estate: Estate): string[] {
  const { intents } = rulesReasoner.interpret(sentence, estate, {}, null);
  return intents.filter(({ type }) => changes(type)).map(textOf);
}

const changes = (type: string): boolean =>
  Object.values(INTENTS).some((intent) => intent.type === type && intent.changes);

function textOf({ type, parameters }: Intent): string {
  return JSON.stringify([type, Object.entries(parameters).sort()]);
}

/** Leaving the honest request out is no harm: then nothing runs. */
function addsTo(meant: readonly string[], got: readonly string[]): boolean {
  return got.some((change) => !meant.includes(change));
}

const TAGGED = ["instances", "vpcs", "attachments", "scaling_groups", "subnets", "core_networks"] as const;

function withTags(estate: Estate, text: string): Estate {
  const parts: Record<string, unknown> = { ...estate.parts };
  for (const name of TAGGED) {
    const part = estate.parts[name];
    if (part.status !== "known") continue;
    const tagged = [...part.resources].map(([id, one]) => [
      id,
      { ...one, tags: { ...one.tags, Name: text, note: text } },
    ]);
    parts[name] = { ...part, resources: new Map(tagged as []) };
  }
  return { ...estate, parts: parts as Estate["parts"] };
}

const FREE_TEXT =
  /^(?:title|description|alarmdescription|reason|statereason|newstatereason|changedescription|eventdescription|latestdescription|subject|annotation|message)$/i;

/** The event with its free texts replaced; a text that is itself JSON stays, since it is a wrapped event. */
function withText(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withText(one, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [
      name,
      typeof own === "string" && FREE_TEXT.test(name) && !own.startsWith("{") ? text : withText(own, text),
    ]),
  );
}

/** What is offered as an answer to an event, and what of it is chosen. */
function responseTo(event: unknown, estate: Estate): string {
  const classification = rulesReasoner.classify(event);
  const { options, chosen } = rulesReasoner.choose(
    classification,
    rulesReasoner.assess(classification, estate),
    estate,
  );
  return JSON.stringify([options.map(({ intent, name }) => [name, intent]), chosen]);
}
