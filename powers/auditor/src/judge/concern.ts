import type { Concern, PlanStep } from "@trias/protocol";
import { clip } from "../cases/edit.ts";

export function blocked(id: string, message: string, subject: string): Concern {
  return { id, level: "block", message: clip(message), subject: clip(subject, 500) };
}

export function escalated(id: string, message: string, subject: string): Concern {
  return { id, level: "escalate", message: clip(message), subject: clip(subject, 500) };
}

export function warned(id: string, message: string, subject: string): Concern {
  return { id, level: "warn", message: clip(message), subject: clip(subject, 500) };
}

/** The line of a plan, as a person finds it again: `steps[2] authorize_security_group_rules sg-0a1`. */
export function lineOf(step: Pick<PlanStep, "id" | "action" | "target">): string {
  return `steps[${Number(step.id.slice(1)) - 1}] ${step.action} ${step.target}`;
}
