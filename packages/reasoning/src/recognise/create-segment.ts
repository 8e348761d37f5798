import { complianceSchema, type Environment } from "@trias/intents";
import { type Sentence, says } from "../sentence/sentence.ts";
import { given, type Recogniser } from "./reading.ts";

const VERBS = [
  "add",
  "create",
  "make",
  "build",
  "set up",
  "setup",
  "new",
  "need",
  "provision",
  "spin up",
  "introduce",
  "establish",
  "define",
  "stand up",
  "carve out",
  "want",
  "bring up",
  "launch",
  "like",
  "require",
  "requires",
];
const THINGS = new Set(["segment", "microsegment", "micro-segment", "subsegment"]);
const NOT_A_NAME = new Set(
  "a an the new one another separate dedicated isolated secure own my our this that network core wan cloud production prod non-production nonprod non-prod test dev development staging micro private internal additional extra pci pci-dss hipaa gdpr soc2 compliant for in with and of to called named please".split(
    " ",
  ),
);

/** `add a new microsegment for machine learning workloads`, `create the non-production segment nonprod-analytics`. */
export const createSegment: Recogniser = (clause, whole) => {
  const at = clause.words.findIndex(
    (word, i) => THINGS.has(word) || (word === "micro" && clause.words[i + 1] === "segment"),
  );
  if (at === -1 || !says(clause, ...VERBS)) return null;
  // "Add a rule in the new segment" makes a rule: the segment must be what the verb makes.
  if (clause.words.slice(0, at).some((word) => word === "in" || word === "to" || word === "into" || word === "from"))
    return null;
  const name = nameOf(clause, at);
  const spoken = environmentOf(clause) ?? environmentOf(whole);
  const implied = name === null ? null : impliedEnvironment(name);
  return [
    {
      type: "create_segment",
      parameters: given({
        name,
        purpose: purposeOf(clause, at),
        environment: spoken ?? implied,
        compliance: complianceOf(whole),
        regions: clause.regions.length > 0 ? [...clause.regions] : null,
      }),
      certain: spoken === null || implied === null || spoken === implied,
    },
  ];
};

function nameOf({ words }: Sentence, at: number): string | null {
  const called = words.findIndex((word, i) => i > 0 && (word === "called" || word === "named"));
  if (called !== -1) return asName(words[called + 1]);
  const after = words[at + 1] === "segment" ? words[at + 2] : words[at + 1];
  const before = words[at - 1];
  return asName(after?.includes("-") ? after : undefined) ?? asName(before?.includes("-") ? before : undefined);
}

function asName(word: string | undefined): string | null {
  return word !== undefined && /^[a-z][a-z0-9-]{1,62}$/.test(word) && !NOT_A_NAME.has(word) ? word : null;
}

const PURPOSE_ENDS = new Set(
  "in with that which and on across using to at by so where who from within called named for under please is are must should needs need".split(
    " ",
  ),
);
const PURPOSE_TAILS = new Set(
  "workload workloads purposes environment environments applications application apps team teams".split(" "),
);
const PURPOSE_HEADS = new Set("a an the our my new all".split(" "));
const ENVIRONMENT_WORDS = new Set("production prod non-production nonprod non-prod".split(" "));

/** `machine learning` of `for machine learning workloads with GPU instances`. */
function purposeOf({ words }: Sentence, at: number): string | null {
  const from = words.findIndex((word, i) => i > at && word === "for");
  if (from === -1) return null;
  const rest = words.slice(from + 1);
  const end = rest.findIndex((word, i) => i > 0 && (PURPOSE_ENDS.has(word) || isCompliance(word)));
  const spoken = end === -1 ? rest : rest.slice(0, end);
  while (PURPOSE_HEADS.has(spoken[0] ?? "") || ENVIRONMENT_WORDS.has(spoken[0] ?? "")) spoken.shift();
  while (PURPOSE_TAILS.has(spoken.at(-1) ?? "") || ENVIRONMENT_WORDS.has(spoken.at(-1) ?? "")) spoken.pop();
  return spoken.length === 0 || spoken.length > 8 ? null : spoken.join(" ").slice(0, 200);
}

/** The environment that the words give; both or neither is none. */
export function environmentOf(sentence: Pick<Sentence, "line">): Environment | null {
  const non = says(
    sentence,
    "non-production",
    "nonproduction",
    "nonprod",
    "non-prod",
    "non production",
    "non prod",
    "development",
    "dev",
    "staging",
    "sandbox",
    "not production",
    "test environment",
  );
  const cleared = {
    line: sentence.line
      .replaceAll(" non production ", " ")
      .replaceAll(" non prod ", " ")
      .replaceAll(" not production ", " "),
  };
  const production = says(cleared, "production", "prod", "live");
  return non === production ? null : non ? "non-production" : "production";
}

function impliedEnvironment(name: string): Environment | null {
  if (/^(?:nonprod|non-prod)-?/.test(name)) return "non-production";
  return name.startsWith("prod-") ? "production" : null;
}

const COMPLIANCE_WORDS: Readonly<Record<(typeof complianceSchema.options)[number], readonly string[]>> = {
  pci: ["pci", "pci-dss", "pci dss", "cardholder", "card data"],
  gdpr: ["gdpr"],
  soc2: ["soc2", "soc 2", "soc-2"],
  hipaa: ["hipaa"],
};

function isCompliance(word: string): boolean {
  return Object.values(COMPLIANCE_WORDS).some((words) => words.includes(word));
}

function complianceOf(whole: Sentence): string[] | null {
  const named = complianceSchema.options.filter((one) => says(whole, ...COMPLIANCE_WORDS[one]));
  return named.length > 0 ? named : null;
}
