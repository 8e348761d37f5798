export { type AutonomyOutcome, autonomy } from "./autonomy.ts";
export type { CedarAnswer, CedarEngine, ParsedPolicy } from "./cedar/engine.ts";
export type { OrganisationPolicy } from "./cedar/organisation-policy.ts";
export { CEDAR_SCHEMA } from "./cedar/schema.ts";
export { wasmCedarEngine } from "./cedar/wasm-engine.ts";
export { type AssembledCharter, assembleCharter, type CharterFiles, prepareCharter } from "./charter/assemble.ts";
export { type AutonomyLevel, type Charter, charterSchema } from "./charter/charter.ts";
export type { Invariant } from "./charter/invariants.ts";
export {
  activeFreezes,
  type Freeze,
  isOneAddress,
  isPublicEntry,
  maxAgeSeconds,
  neverListed,
  threatListed,
} from "./charter/lookups.ts";
export { combine } from "./combine.ts";
export { PolicyError, type PolicyErrorCode } from "./errors.ts";
export { evaluatePolicies, type PolicyOutcome } from "./evaluate-policies.ts";
export {
  type Environment,
  environmentSchema,
  type Facts,
  factsSchema,
  type HardPolicyId,
  hardPolicyIdSchema,
  touchesProduction,
} from "./facts.ts";
export { type Finding, mergeApprovals, mergeOutcomes, outcomeOf } from "./finding.ts";
export { HARD_POLICIES, HARD_POLICIES_DIGEST } from "./hard/hard-policies.ts";
export { type BrokenInvariants, brokenInvariants } from "./invariants/broken.ts";
export { matrixApprovals, unlistedApprovals } from "./matrix/matrix.ts";
export { NOTHING, type Outcome } from "./outcome.ts";
