import { MAX_PLAN_BYTES, type ParsedPlan, parsePlan, type Simulation, simulatePlan } from "@trias/plan";
import type { Context } from "./command.ts";
import { fetchEstate } from "./estate.ts";
import { readInput } from "./input.ts";

export interface SimulatedPlan {
  readonly parsed: ParsedPlan;
  readonly before: Simulation["after"];
  readonly simulation: Simulation;
}

/** A plan from a file, carried out on a copy of the auditor's estate. */
export async function simulateFile(context: Context, path: string): Promise<SimulatedPlan> {
  return simulateBytes(context, await readInput(path, MAX_PLAN_BYTES, "a plan"));
}

/** As `simulateFile`, for bytes that were read already. */
export async function simulateBytes(context: Context, bytes: Uint8Array): Promise<SimulatedPlan> {
  const parsed = parsePlan(bytes);
  const session = await context.session();
  const { estate } = await fetchEstate(session);
  return { parsed, before: estate, simulation: simulatePlan(estate, parsed.plan) };
}
