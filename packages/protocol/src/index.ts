export { auditorApi, type Ticket, ticketSchema, type WantedReading } from "./api-auditor.ts";
export { type ErrorBody, errorBodySchema, type Health, healthSchema, KIB, MIB, type PollQuery } from "./api-common.ts";
export { collectorApi, executorApi, orchestratorApi, sandboxApi } from "./api-others.ts";
export {
  type CaseState,
  type CaseView,
  caseStateSchema,
  caseViewSchema,
  ENDED_STATES,
  type InboxItem,
  type Incident,
  incidentSchema,
  type Question,
  type TimelineEntry,
  WAITING_STATES,
} from "./case-view.ts";
export {
  type CloudCall,
  type CloudReadResult,
  type CloudResult,
  cloudCallSchema,
  cloudReadResultSchema,
  type Fault,
  faultSchema,
  type JournalEntry,
  journalEntrySchema,
} from "./cloud.ts";
export { AUDIENCES, type LogLine, logLineSchema, type ProcessConfig, processConfigSchema } from "./config.ts";
export { type DecisionInput, type DecisionRecord, decisionInputSchema, decisionRecordSchema } from "./decision.ts";
export {
  type Envelope,
  envelopeSchema,
  type OpenedEnvelope,
  openBytes,
  openStatement,
  PAYLOAD_TYPES,
  type PayloadType,
  preAuthEncoding,
  signBytes,
  signStatement,
} from "./dsse.ts";
export type { AnyEndpoint, Caller, Endpoint } from "./endpoint.ts";
export { ProtocolError, type ProtocolErrorCode } from "./errors.ts";
export {
  type PartState,
  type Reading,
  type ReadResource,
  readingSchema,
  type WireDelta,
  type WireEstate,
  type WirePart,
  type WireResource,
  wireDeltaSchema,
  wireEstateSchema,
  wireResourceSchema,
} from "./estate-wire.ts";
export {
  type EventAccepted,
  type EventAnswer,
  type EventsAnswer,
  eventAcceptedSchema,
  eventAnswerSchema,
  eventsAnswerSchema,
  MAX_EVENTS_BYTES,
} from "./event-answer.ts";
export { type ExecutionReport, type ExecutionState, executionReportSchema, type StepOutcome } from "./execution.ts";
export { type Decline, declineSchema, type FeedItem, feedItemSchema } from "./feed.ts";
export {
  type BlobRef,
  type EntryType,
  type LedgerEntry,
  ledgerEntrySchema,
  type SealedText,
  sealedTextSchema,
} from "./ledger-entry.ts";
export { type ModelOutcome, type ModelUse, modelUseSchema } from "./model-use.ts";
export { parseBytes, parseValue } from "./parse.ts";
export { actionSchema, type Plan, type PlanOption, type PlanStep, planSchema, type WireAction } from "./plan-wire.ts";
export { type Receipt, receiptSchema } from "./receipt.ts";
export {
  caseIdSchema,
  digestSchema,
  type Flow,
  flowSchema,
  type Intent,
  intentSchema,
  nonceSchema,
  type Peer,
  type Person,
  type Power,
  peerSchema,
  powerSchema,
  type ResourceRef,
  type ResourceState,
  type Role,
  resourceRefSchema,
  roleSchema,
  timeSchema,
} from "./values.ts";
export {
  type Concern,
  type ConcernLevel,
  type Decision,
  type NeededApproval,
  type ResourceChangeSummary,
  type Verdict,
  verdictSchema,
} from "./verdict.ts";
export { BUILD_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION } from "./version.ts";
export {
  type ConsistencyProof,
  type InclusionProof,
  WARRANT_PREDICATE,
  type Warrant,
  warrantSchema,
} from "./warrant.ts";
