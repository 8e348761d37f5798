import type { Step } from "./step.ts";

/** The step of a packet that a route table has sent somewhere. */
export type TargetStep = Step & { readonly kind: "target" };
