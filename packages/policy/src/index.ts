export {
  type Environment,
  environmentSchema,
  type Facts,
  factsSchema,
  type HardPolicyId,
  hardPolicyIdSchema,
  touchesProduction,
} from "./facts.ts";
export { NOTHING, type Outcome } from "./outcome.ts";
