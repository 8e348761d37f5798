import { canonicalJson, utf8 } from "@trias/core";
import { type Estate, list, type NetworkInterface, parseEstate } from "@trias/estate";
import { type BuiltPlan, checkAction } from "@trias/plan";
import { type Plan, type PlanStep, type WireAction, wireEstateSchema } from "@trias/protocol";
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

/** An interface of the card payment network in a subnet with a way to the internet, and without a public address as yet. */
export function openSubnetOf(estate: Estate): { open: boolean; victim: NetworkInterface } {
  const pci = list(estate, "vpcs").filter((vpc) => vpc.tags["compliance"]?.includes("pci"));
  const tables = list(estate, "route_tables").filter((table) =>
    table.routes.some((route) => route.target.type === "internet-gateway"),
  );
  const subnets = list(estate, "subnets").filter(
    (subnet) => pci.some((vpc) => vpc.id === subnet.vpc) && tables.some((table) => table.id === subnet.route_table),
  );
  const victim = list(estate, "interfaces").find(
    (candidate) => candidate.instance !== null && subnets.some((subnet) => subnet.id === candidate.subnet),
  );
  if (!victim) throw new TypeError("the sample has no card payment interface in a public subnet");
  return { open: victim.public_ip === null, victim };
}

/** Steps that make this interface reachable from the whole internet, each with its true inverse. */
export function exposing(estate: Estate, victim: NetworkInterface, first = 1): PlanStep[] {
  const everybody = {
    protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidrs: ["0.0.0.0/0"],
    groups: [],
    prefix_lists: [],
    description: "",
  };
  const actions: WireAction[] = [
    {
      action: "authorize_security_group_rules",
      target: victim.groups[0] ?? "",
      parameters: { ingress: [everybody], egress: [] },
    },
    { action: "associate_public_address", target: victim.id, parameters: { public_ip: "198.51.100.250" } },
  ];
  return actions.map((action, i) => {
    const inverse = checkAction(action).inverse(estate);
    if (inverse.kind !== "action") throw new TypeError(inverse.reason);
    return { id: `s${first + i}`, ...action, summary: "prepare the segment", inverse: inverse.action };
  });
}
