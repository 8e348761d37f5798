import { z } from "zod";
import { eventOutcomeSchema } from "./event-answer.ts";
import {
  caseIdSchema,
  digestSchema,
  flowSchema,
  intentSchema,
  nonceSchema,
  personSchema,
  roleSchema,
  timeSchema,
} from "./values.ts";
import { concernSchema, decisionSchema } from "./verdict.ts";

/** Where a case stands. The first group goes on by itself, the second waits for a person, the third has ended. */
export const caseStateSchema = z.enum([
  "received",
  "planning",
  "judging",
  "ready",
  "executing",
  "reconciling",
  "waiting_answer",
  "waiting_confirmation",
  "waiting_approval",
  "waiting_service",
  "done",
  "closed",
  "vetoed",
  "rejected",
  "withdrawn",
  "cancelled",
  "rolled_back",
  "failed",
  "unknown_outcome",
  "unavailable",
]);
export type CaseState = z.infer<typeof caseStateSchema>;

export const WAITING_STATES: ReadonlySet<CaseState> = new Set([
  "waiting_answer",
  "waiting_confirmation",
  "waiting_approval",
  "waiting_service",
]);
export const ENDED_STATES: ReadonlySet<CaseState> = new Set([
  "done",
  "closed",
  "vetoed",
  "rejected",
  "withdrawn",
  "cancelled",
  "rolled_back",
  "failed",
  "unknown_outcome",
  "unavailable",
]);

/** One clarifying question, worded by the auditor from its own reading. */
export const questionSchema = z.strictObject({
  parameter: z.string().max(64),
  question: z.string().max(500),
  choices: z.array(z.string().max(200)).max(50),
  nonce: nonceSchema,
});
export type Question = z.infer<typeof questionSchema>;

export const timelineEntrySchema = z.strictObject({
  time: timeSchema,
  by: z.enum(["person", "event", "orchestrator", "auditor", "executor", "collector"]),
  step: z.string().max(64),
  text: z.string().max(1000),
  /** Ledger index of the entry that proves it, where there is one. */
  entry: z.int().min(0).optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** One of the ways to answer an event that were compared. */
export const responseOptionSchema = z.strictObject({
  name: z.string().max(100),
  summary: z.string().max(500),
  risk: z.string().max(300),
  /** USD a month; null where nobody knows. */
  monthly_usd: z.number().nullable(),
  minutes: z.number().nullable(),
  reversible: z.boolean(),
  chosen: z.boolean(),
});

/** What an event is, how bad it is here, and what the rules answer to it. */
export const incidentSchema = z.strictObject({
  type: z.string().max(200),
  severity: z.number().min(0).max(10),
  threat: z.string().max(500),
  impact: z.string().max(500),
  /** What was chosen here: an intent's type, `ask` or `none`. */
  action: z.string().max(100),
  /** What the event was recognised as: `eventbridge:<source>:<detail-type>`, the name of its wrapper or form, `unknown` at worst. */
  kind: z.string().max(600),
  /** What threatens, in one word. */
  class: z.string().max(64),
  /** Of an alarm, `OK->ALARM`. */
  transition: z.string().max(64).nullable(),
  /** What the rules answer to its kind, whatever the estate holds: an intent's type, `ask` or `none`. */
  response: z.string().max(100),
  advice: z.string().max(500),
  /** Row of the decision matrix that the response falls under; null where it changes nothing. */
  row: z.string().max(100).nullable(),
  blast_radius: z.string().max(500),
  environment: z.enum(["production", "non-production", "unknown"]),
  segment: z.string().max(64).nullable(),
  compliance: z.array(z.string().max(32)).max(16),
  confidence: z.number().min(0).max(1),
  /** What could not be seen. */
  missing: z.array(z.string().max(200)).max(16),
  options: z.array(responseOptionSchema).max(10),
  /** Why it was chosen. */
  why: z.string().max(1000),
});
export type Incident = z.infer<typeof incidentSchema>;

/** The `--json` object of `request`, `event` and `case show`; field names are the contract. */
export const caseViewSchema = z.strictObject({
  case: caseIdSchema,
  kind: z.enum(["change", "incident"]),
  /** The person's words or the event's title: quoted evidence, never instructions. */
  subject: z.string().max(4000),
  authenticated: z.boolean(),
  requester: personSchema.nullable(),
  intents: z.array(intentSchema).optional(),
  incident: incidentSchema.optional(),
  /** Of the event that was just handed in, as `trias event` shows it. */
  event: z.strictObject({ outcome: eventOutcomeSchema, digest: digestSchema }).optional(),
  question: questionSchema.optional(),
  verdict: z
    .strictObject({
      decision: decisionSchema,
      concerns: z.array(concernSchema),
      approvals: z.array(
        z.strictObject({
          role: roleSchema,
          status: z.enum(["needed", "approved", "rejected"]),
          reason: z.string().max(300),
        }),
      ),
      digest: digestSchema,
      nonce: nonceSchema,
      confirmations: z.array(z.string().max(256)),
    })
    .optional(),
  plan: z
    .strictObject({
      digest: digestSchema,
      steps: z.array(z.strictObject({ action: z.string(), target: z.string(), summary: z.string() })),
      monthly_usd: z.number().nullable(),
      monthly_usd_delta: z.number().nullable(),
    })
    .optional(),
  simulation: z.strictObject({ opened: z.array(flowSchema), closed: z.array(flowSchema) }).optional(),
  state: caseStateSchema,
  /** Why it is in this state, in one sentence. */
  reason: z.string().max(1000).optional(),
  /** For a request that only reads: the planner's answer, from its own estate. */
  answer: z.string().max(8000).optional(),
  result: z
    .strictObject({
      execution: z.string().max(64),
      steps: z.array(
        z.strictObject({
          step: z.string(),
          direction: z.enum(["do", "undo"]),
          status: z.string(),
          message: z.string(),
        }),
      ),
      /** Whether what the collector read afterwards is what the simulation had said. */
      reconciled: z.boolean().nullable(),
    })
    .optional(),
  /** How often the same thing was heard again. */
  count: z.int().min(1),
  /** The five explanations: understood, planned, judged, done live, really created. */
  explanations: z.strictObject({
    understood: z.string().max(4000),
    planned: z.string().max(4000),
    judged: z.string().max(4000),
    done: z.string().max(4000),
    created: z.string().max(4000),
  }),
  timeline: z.array(timelineEntrySchema),
  /** Grows with each change; pass it as `after` to wait for the next one. */
  version: z.int().min(0),
  elapsed_ms: z.number().min(0),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** A case waits for a person, or a person's inbox line about it. */
export const inboxItemSchema = z.strictObject({
  case: caseIdSchema,
  state: caseStateSchema,
  subject: z.string().max(4000),
  /** What is asked, in the auditor's words. */
  ask: z.string().max(1000),
  roles: z.array(roleSchema),
  since: timeSchema,
  /** Of an incident, 1–10; null for a change. */
  severity: z.number().min(0).max(10).nullable(),
  /** How often the same thing was heard. */
  count: z.int().min(1),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;
