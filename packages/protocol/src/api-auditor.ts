import { z } from "zod";
import { healthSchema, KIB, MIB, pollQuerySchema, waitQuerySchema } from "./api-common.ts";
import { caseStateSchema, caseViewSchema, inboxItemSchema, questionSchema } from "./case-view.ts";
import { decisionInputSchema } from "./decision.ts";
import { envelopeSchema } from "./dsse.ts";
import { endpoint, PERSON, PUBLIC, peers, personOr } from "./endpoint.ts";
import { partStateSchema, wireEstateSchema } from "./estate-wire.ts";
import { eventAcceptedSchema, eventsAnswerSchema, MAX_EVENTS_BYTES } from "./event-answer.ts";
import { declineSchema, feedItemSchema } from "./feed.ts";
import { modelUseSchema } from "./model-use.ts";
import {
  base64Schema,
  caseIdSchema,
  digestSchema,
  flowSchema,
  intentSchema,
  nonceSchema,
  resourceRefSchema,
  type roleSchema,
  timeSchema,
} from "./values.ts";
import {
  concernSchema,
  decisionSchema,
  neededApprovalSchema,
  resourceChangeSummarySchema,
  verdictSchema,
} from "./verdict.ts";
import { consistencyProofSchema, inclusionProofSchema } from "./warrant.ts";

const process = "auditor";
const none = z.strictObject({});

export const ticketSchema = z.strictObject({
  id: z.string().regex(/^CHG[0-9]{7}$|^EMG[0-9]{7}$/),
  kind: z.enum(["change", "emergency"]),
  title: z.string().min(1).max(300),
  opened_by: z.string().max(300),
  state: z.enum(["open", "used", "closed"]),
  case: caseIdSchema.nullable(),
  opened: timeSchema,
});
export type Ticket = z.infer<typeof ticketSchema>;

export const wantedReadingSchema = z.strictObject({ id: nonceSchema, resources: z.array(resourceRefSchema).max(5000) });
export type WantedReading = z.infer<typeof wantedReadingSchema>;

export const auditorApi = {
  health: endpoint({
    name: "health",
    process,
    method: "GET",
    path: "/health",
    caller: PUBLIC,
    summary: "Whether it is up",
    response: healthSchema,
    maxBytes: 0,
  }),

  request: endpoint({
    name: "request",
    process,
    method: "POST",
    path: "/requests",
    caller: PERSON,
    summary: "A person asks for something in plain words",
    request: z.strictObject({
      sentence: z.string().min(1).max(4000),
      ticket: z.string().max(20).optional(),
      /** Chosen by the client: the same key of the same person is one request, however often it is sent. */
      idempotency_key: nonceSchema,
    }),
    response: z.strictObject({ case: caseIdSchema, receipt: envelopeSchema, state: caseStateSchema }),
    maxBytes: 64 * KIB,
  }),
  event: endpoint({
    name: "event",
    process,
    method: "POST",
    path: "/events",
    caller: PUBLIC,
    summary:
      "An event from a machine, as bytes, or up to 500 of them, one a line; `trias-source` and `trias-signature` headers authenticate a source that the charter lists. Answered once it is committed",
    request: "raw",
    response: z.union([eventAcceptedSchema, eventsAnswerSchema]),
    maxBytes: MAX_EVENTS_BYTES,
  }),
  cases: endpoint({
    name: "cases",
    process,
    method: "GET",
    path: "/cases",
    caller: PERSON,
    summary: "The newest cases",
    query: z.strictObject({
      state: caseStateSchema.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    response: z.strictObject({
      cases: z.array(
        z.strictObject({
          case: caseIdSchema,
          kind: z.enum(["change", "incident"]),
          subject: z.string(),
          state: caseStateSchema,
          opened: timeSchema,
        }),
      ),
    }),
    maxBytes: 0,
  }),
  case: endpoint({
    name: "case",
    process,
    method: "GET",
    path: "/cases/:case",
    caller: PERSON,
    summary: "One case; with `wait`, answers as soon as its version is greater than `after`",
    query: pollQuerySchema,
    response: caseViewSchema,
    maxBytes: 0,
  }),
  decide: endpoint({
    name: "decide",
    process,
    method: "POST",
    path: "/cases/:case/decisions",
    caller: PERSON,
    summary: "A person answers, confirms, approves, rejects, revises, withdraws or cancels",
    request: decisionInputSchema,
    response: z.strictObject({ state: caseStateSchema, question: questionSchema.optional() }),
    maxBytes: 64 * KIB,
  }),
  inbox: endpoint({
    name: "inbox",
    process,
    method: "GET",
    path: "/inbox",
    caller: PERSON,
    summary: "What waits for the caller",
    response: z.strictObject({ items: z.array(inboxItemSchema) }),
    maxBytes: 0,
  }),
  interpret: endpoint({
    name: "interpret",
    process,
    method: "POST",
    path: "/interpret",
    caller: PERSON,
    summary: "What the auditor understands of a sentence; opens no case",
    request: z.strictObject({ sentence: z.string().min(1).max(4000) }),
    response: z.strictObject({
      intents: z.array(intentSchema),
      clarification: z
        .strictObject({ parameter: z.string(), question: z.string(), choices: z.array(z.string()) })
        .optional(),
    }),
    maxBytes: 64 * KIB,
  }),
  audit: endpoint({
    name: "audit",
    process,
    method: "POST",
    path: "/audit",
    caller: PERSON,
    summary:
      "Judges a plan against a sentence without opening a case: nothing is recorded as a verdict and nothing can run from it",
    request: z.strictObject({ sentence: z.string().min(1).max(4000), plan: base64Schema }),
    response: z.strictObject({
      decision: decisionSchema,
      concerns: z.array(concernSchema),
      approvals: z.array(neededApprovalSchema),
      changes: z.array(resourceChangeSummarySchema),
      opened: z.array(flowSchema),
      closed: z.array(flowSchema),
      monthly_usd_delta: z.number().nullable(),
    }),
    maxBytes: 8 * MIB,
  }),
  openTicket: endpoint({
    name: "openTicket",
    process,
    method: "POST",
    path: "/tickets",
    caller: PERSON,
    summary: "Opens a change ticket in the auditor's register",
    request: z.strictObject({ title: z.string().min(1).max(300), idempotency_key: nonceSchema }),
    response: ticketSchema,
    maxBytes: 16 * KIB,
  }),
  tickets: endpoint({
    name: "tickets",
    process,
    method: "GET",
    path: "/tickets",
    caller: PERSON,
    summary: "The register of change tickets",
    response: z.strictObject({ tickets: z.array(ticketSchema) }),
    maxBytes: 0,
  }),
  estate: endpoint({
    name: "estate",
    process,
    method: "GET",
    path: "/estate",
    caller: PERSON,
    summary:
      "The estate that the auditor judges on as it is now, from what the collector signed, and the age of each part",
    response: z.strictObject({ snapshot: wireEstateSchema.nullable(), parts: z.array(partStateSchema) }),
    maxBytes: 0,
  }),
  status: endpoint({
    name: "status",
    process,
    method: "GET",
    path: "/status",
    caller: personOr("operator"),
    summary: "Ledger size, estate age, who was heard last",
    response: z.strictObject({
      ledger: z.strictObject({ entries: z.int(), root: z.string() }),
      estate: z.strictObject({ serial: z.int(), age_ms: z.number() }).nullable(),
      heard: z.record(z.string(), timeSchema),
      waiting: z.int(),
      charter: digestSchema,
    }),
    maxBytes: 0,
  }),

  checkpoint: endpoint({
    name: "checkpoint",
    process,
    method: "GET",
    path: "/ledger/checkpoint",
    caller: personOr("executor", "operator"),
    summary: "The newest signed checkpoint",
    response: z.strictObject({ checkpoint: z.string() }),
    maxBytes: 0,
  }),
  consistency: endpoint({
    name: "consistency",
    process,
    method: "GET",
    path: "/ledger/consistency",
    caller: personOr("executor", "operator"),
    summary: "Proof that the tree of size `from` is a prefix of the tree of size `to`",
    query: z.strictObject({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }),
    response: consistencyProofSchema,
    maxBytes: 0,
  }),
  prove: endpoint({
    name: "prove",
    process,
    method: "GET",
    path: "/ledger/proof",
    caller: PERSON,
    summary: "Proof that one entry stands in the ledger",
    query: z.strictObject({ index: z.coerce.number().int().min(0) }),
    response: z.strictObject({ entry: z.string(), proof: inclusionProofSchema }),
    maxBytes: 0,
  }),
  entries: endpoint({
    name: "entries",
    process,
    method: "GET",
    path: "/ledger/entries",
    caller: PERSON,
    summary: "Entries as they stand in the log, base64 of the leaf bytes; at most 256 at once",
    query: z.strictObject({
      from: z.coerce.number().int().min(0),
      limit: z.coerce.number().int().min(1).max(256).default(256),
    }),
    response: z.strictObject({ size: z.int(), entries: z.array(base64Schema), checkpoint: z.string() }),
    maxBytes: 0,
  }),
  blob: endpoint({
    name: "blob",
    process,
    method: "GET",
    path: "/ledger/blobs/:digest",
    caller: PERSON,
    summary: "Evidence by its digest",
    response: z.strictObject({ media_type: z.string(), bytes: base64Schema }),
    maxBytes: 0,
  }),

  feed: endpoint({
    name: "feed",
    process,
    method: "GET",
    path: "/feed",
    caller: peers("orchestrator"),
    summary: "What the orchestrator has to work on, in order",
    query: pollQuerySchema,
    response: z.strictObject({ items: z.array(feedItemSchema) }),
    maxBytes: 0,
  }),
  judge: endpoint({
    name: "judge",
    process,
    method: "POST",
    path: "/plans",
    caller: peers("orchestrator"),
    summary: "A plan, as bytes, for judgement; the same bytes give the same verdict",
    request: z.strictObject({ case: caseIdSchema, plan: base64Schema }),
    response: z.strictObject({ verdict: verdictSchema, state: caseStateSchema }),
    maxBytes: 12 * MIB,
  }),
  decline: endpoint({
    name: "decline",
    process,
    method: "POST",
    path: "/declines",
    caller: peers("orchestrator"),
    summary: "The planner makes no plan and says why",
    request: declineSchema,
    response: z.strictObject({ state: caseStateSchema }),
    maxBytes: 64 * KIB,
  }),
  note: endpoint({
    name: "note",
    process,
    method: "POST",
    path: "/notes",
    caller: peers("orchestrator"),
    summary: "Progress of the planner for the case's timeline, shown as its claim",
    request: z.strictObject({
      case: caseIdSchema,
      step: z.string().max(64),
      text: z.string().max(1000),
      /** Where the text is a model's: what was used, for the ledger. */
      use: modelUseSchema.optional(),
    }),
    response: none,
    maxBytes: 16 * KIB,
  }),
  warrant: endpoint({
    name: "warrant",
    process,
    method: "POST",
    path: "/warrants",
    caller: peers("orchestrator"),
    summary: "The warrant for an approved plan, once the collector has read its footprint again",
    request: z.strictObject({ case: caseIdSchema, plan_digest: digestSchema, executor_key: z.string().max(64) }),
    response: z.discriminatedUnion("outcome", [
      z.strictObject({ outcome: z.literal("issued"), warrant: envelopeSchema }),
      /** What it relied on has changed: the verdict is void and a `plan` item follows in the feed. */
      z.strictObject({ outcome: z.literal("stale"), changed: z.array(resourceRefSchema) }),
      /** Not now: state says what it waits for. */
      z.strictObject({ outcome: z.literal("waiting"), state: caseStateSchema, reason: z.string() }),
    ]),
    maxBytes: 16 * KIB,
  }),

  wanted: endpoint({
    name: "wanted",
    process,
    method: "GET",
    path: "/wanted",
    caller: peers("collector"),
    summary: "What the collector has to read again",
    query: waitQuerySchema,
    response: z.strictObject({ readings: z.array(wantedReadingSchema) }),
    maxBytes: 0,
  }),
  snapshot: endpoint({
    name: "snapshot",
    process,
    method: "POST",
    path: "/estate",
    caller: peers("collector"),
    summary: "A signed snapshot or delta of the estate; `resync` asks for a whole snapshot",
    request: envelopeSchema,
    response: z.strictObject({ serial: z.int(), resync: z.boolean() }),
    maxBytes: 256 * MIB,
  }),
  reading: endpoint({
    name: "reading",
    process,
    method: "POST",
    path: "/readings",
    caller: peers("collector"),
    summary: "A signed reading that the auditor had asked for",
    request: envelopeSchema,
    response: none,
    maxBytes: 64 * MIB,
  }),
  report: endpoint({
    name: "report",
    process,
    method: "POST",
    path: "/reports",
    caller: peers("executor"),
    summary: "A signed execution report",
    request: envelopeSchema,
    response: none,
    maxBytes: 4 * MIB,
  }),
} as const;
export type InboxRole = z.infer<typeof roleSchema>;
