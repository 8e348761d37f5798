import { segmentNames } from "@trias/estate";
import { intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";
import { textOrNone } from "../planners/parameters.ts";
import type { ExecutedPlan, PlannerContext } from "../planners/planner.ts";
import { networkStatus } from "./network-status.ts";

/** The words that people meet, in a sentence each. */
const WORDS: Readonly<Record<string, string>> = {
  approval: "a person's signed yes to one plan, and to no other",
  attachment:
    "what connects a VPC, a VPN or a gateway to the core network; its tags and the policy's rules put it into a segment",
  auditor: "the power that judges each plan from the raw material alone, and the only one that signs warrants",
  case: "one piece of work, from what somebody asked or a machine reported to what came of it",
  edge: "where a region joins the core network",
  estate: "the whole network as values, as the collector read and signed it",
  executor: "the one power that may change the cloud, and only on a warrant",
  intent: "what a sentence means: a type of the catalogue with its parameters",
  ledger: "the signed log of everything that was asked, judged, approved and done; it only grows",
  orchestrator: "the power that understands, plans and proposes; it can't change anything",
  plan: "the steps that would do what was asked, each with the way back",
  scope: "what an intent permits; anything that a plan does beyond it is a veto",
  segment:
    "a routing domain of the core network: its attachments reach one another, and other segments only by a share or through inspection",
  verdict: "what the auditor says of a plan: approved, to be amended, escalated to people, or vetoed",
  warrant: "the auditor's signed leave to carry out exactly one plan once, within minutes",
};

/** What a case did, what a segment is and does, or what a word means. */
export function explain(intent: Intent, context: PlannerContext): string {
  const [id, topic] = [textOrNone(intent, "case"), textOrNone(intent, "topic")];
  if (id !== undefined) return caseText(id, context.executed);
  if (topic === undefined) return wordsText("Trias works on cases: asked, planned, judged, approved, done, checked.");
  const segment = segmentNames(context.estate).resolve(topic);
  if (segment !== null) return networkStatus({ ...intent, parameters: { target: segment.estate } }, context);
  const plain = topic.toLowerCase().replace(/^(?:a|an|the) /, "");
  const word = plain.replace(/s$/, "");
  if (Object.hasOwn(WORDS, word)) return `${word}: ${WORDS[word] ?? ""}`;
  const definition = intentDefinition(plain.replaceAll(/[\s-]/g, "_"));
  if (definition !== null) return `${definition.type}: ${definition.summary}`;
  throw new OrchestratorError(
    "impossible",
    `not found: nothing that can be explained is called \`${topic.slice(0, 100)}\``,
    {
      at: "topic",
      fix: `ask about a case, a segment, or one of ${Object.keys(WORDS).join(", ")}`,
      remedy: "ask",
    },
  );
}

function wordsText(first: string): string {
  return [first, ...Object.entries(WORDS).map(([word, meaning]) => `  ${word}: ${meaning}`)].join("\n");
}

function caseText(id: string, executed: ExecutedPlan | null): string {
  if (executed === null) return `${id} changed nothing; \`trias case explain ${id}\` says what became of it`;
  const { plan, report } = executed;
  const outcome = new Map(report.steps.map((step) => [`${step.direction} ${step.step}`, step.status]));
  const steps = plan.steps.map(({ id: step, summary }) => {
    const undone = outcome.get(`undo ${step}`);
    return `  ${step}: ${summary}: ${outcome.get(`do ${step}`) ?? "not begun"}${undone === undefined ? "" : `, taken back: ${undone}`}`;
  });
  return [`${id} (${plan.intents.map(({ type }) => type).join(", ")}): ${plan.summary}`, ...steps].join("\n");
}
