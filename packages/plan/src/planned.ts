import type { WireAction } from "@trias/protocol";
import { PlanError } from "./errors.ts";

const PLANNED = /^planned:(s[1-9][0-9]{0,2})((?:\.[a-z]{1,16})?)$/;

/** What stands in a plan for the id that the cloud will give to what `step` creates; `suffix` names what comes with it, such as `rtb`. */
export function plannedId(step: string, suffix?: string): string {
  return suffix === undefined ? `planned:${step}` : `planned:${step}.${suffix}`;
}

export function isPlanned(id: string): boolean {
  return id.startsWith("planned:");
}

/**
 * Puts real ids in place of the planned ones, anywhere in a JSON value. Only whole strings count: text that merely mentions
 * a planned id is left alone. One whose step has no id yet is an error.
 */
export function substitutePlanned<T>(value: T, ids: ReadonlyMap<string, string>): T {
  return replace(value, ids) as T;
}

/** The same for one action, whose own target stays where the action is what creates it. */
export function resolveAction(action: WireAction, ids: ReadonlyMap<string, string>, ownStep?: string): WireAction {
  const own = ownStep !== undefined && action.target === plannedId(ownStep) && !ids.has(ownStep);
  return {
    action: action.action,
    target: own ? action.target : substitutePlanned(action.target, ids),
    parameters: substitutePlanned(action.parameters, ids),
  };
}

function replace(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return isPlanned(value) ? realId(value, ids) : value;
  if (Array.isArray(value)) return value.map((item) => replace(item, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, ids)]));
}

function realId(text: string, ids: ReadonlyMap<string, string>): string {
  const [, step = "", suffix = ""] = PLANNED.exec(text) ?? [];
  const id = ids.get(step);
  if (id !== undefined) return `${id}${suffix}`;
  throw new PlanError("planned_unresolved", `\`${text.slice(0, 80)}\` stands for nothing that was created`, {
    fix: "it must name an earlier step that creates something",
  });
}
