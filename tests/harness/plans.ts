import { canonicalJson, utf8 } from "@trias/core";
import { type Estate, parseEstate } from "@trias/estate";
import type { BuiltPlan } from "@trias/plan";
import { type Plan, wireEstateSchema } from "@trias/protocol";
import type { Ran } from "./cli.ts";
import type { System } from "./system.ts";

/** The network as the auditor of this system knows it. */
export async function estateOf(system: System): Promise<Estate> {
  const { json } = await system.json(["estate", "show"]);
  const { schema, lineage, serial, time, parts } = json;
  return parseEstate(wireEstateSchema.parse({ schema, lineage, serial, time, parts }));
}

/** A plan for no case in particular, for `trias audit`; the planner has to say what it took the request for. */
export function planOf(built: Pick<BuiltPlan, "summary" | "steps">, type: string, claims: Partial<Plan> = {}): Plan {
  return {
    schema: "trias.plan/1",
    case: "C-000000000000",
    round: 1,
    intents: [{ type, parameters: {}, confidence: 0.5 }],
    summary: built.summary,
    options: [],
    steps: [...built.steps],
    ...claims,
  };
}

/** Has the auditor judge a plan against a sentence, without a case. */
export function audit(system: System, plan: Plan, sentence: string): Promise<Ran> {
  return system.json(["audit", "-", "--request", sentence], { input: utf8(canonicalJson(plan)) });
}

export interface Judged {
  readonly decision: string;
  readonly concerns: readonly {
    readonly id: string;
    readonly policy?: string;
    readonly level: string;
    readonly subject: string;
    readonly message: string;
  }[];
  readonly approvals: readonly { readonly role: string }[];
}

export function judged(ran: Ran): Judged {
  const { decision, concerns, approvals } = ran.json as Partial<Judged>;
  if (decision === undefined || !concerns || !approvals)
    throw new TypeError(`no judgement:\n${ran.stdout}\n${ran.stderr}`);
  return { decision, concerns, approvals };
}
