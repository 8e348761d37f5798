import type { Estate, PartName, ResourceChange } from "@trias/estate";
import type { ResourceRef, WireAction } from "@trias/protocol";
import type { z } from "zod";

/** How an action is taken back, or why it can't be. */
export type Inverse =
  | { readonly kind: "action"; readonly action: WireAction }
  | { readonly kind: "none"; readonly reason: string };

/**
 * One typed operation: one call of the cloud that a key makes safe to repeat. The same `changes` is the simulation, the
 * auditor's reading of a plan, and what the sandbox does.
 */
export interface ActionDefinition<Parameters = unknown> {
  readonly name: string;
  /** The part of the target; null where a parameter `part` names it. */
  readonly part: PartName | null;
  /** Whether `target` is the resource that the action creates: then `target` is `planned:<step>` in a plan. */
  readonly creates: boolean;
  readonly parameters: z.ZodType<Parameters>;
  /** The AWS operations that it stands for, such as `ec2:CreateSecurityGroup`. */
  readonly api: readonly string[];
  /** Every resource change that it makes on this estate, derived from the parameters alone; throws `PlanError` where it can't apply. */
  changes(estate: Estate, target: string, parameters: Parameters): readonly ResourceChange[];
  /** Resources whose present state it depends on or changes: read again right before the step. */
  touches(estate: Estate, target: string, parameters: Parameters): readonly ResourceRef[];
  inverse(before: Estate, target: string, parameters: Parameters): Inverse;
  /** One line for a person. */
  describe(target: string, parameters: Parameters): string;
  /** Seconds that the cloud typically takes. */
  readonly seconds: number;
}
