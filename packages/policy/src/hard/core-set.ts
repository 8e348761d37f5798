import { type ConcernLevel, type Role, roleSchema } from "@trias/protocol";
import { CORE_CEDAR } from "./core-cedar.ts";

/** Id of the one permit, in the core set; every set is evaluated together with it. */
export const BASE_ID = "trias.base";

export interface CoreRule {
  readonly id: string;
  readonly level: ConcernLevel;
  readonly approvers: readonly Role[];
}

const LEVELS: Readonly<Record<string, ConcernLevel>> = { block: "block", escalate: "escalate" };

/** The core set by id, as Cedar takes it. */
export const CORE_POLICIES: Readonly<Record<string, string>> = Object.fromEntries(
  CORE_CEDAR.map((text) => [annotation(text, "id") ?? "", text]),
);

/** What the annotations of each core `forbid` say; a rule without a level blocks. */
export const CORE_RULES: ReadonlyMap<string, CoreRule> = new Map(
  CORE_CEDAR.filter((text) => /^forbid/m.test(text)).map((text) => {
    const id = annotation(text, "id") ?? "";
    const approvers = annotation(text, "approvers")?.split(",") ?? [];
    return [
      id,
      {
        id,
        level: LEVELS[annotation(text, "guardrail") ?? ""] ?? "block",
        approvers: approvers.map((role) => roleSchema.parse(role)),
      },
    ];
  }),
);

function annotation(text: string, name: string): string | undefined {
  return new RegExp(`^@${name}\\("([^"]*)"\\)$`, "m").exec(text)?.[1];
}
