import type { PartName } from "@trias/estate";
import type { Flight } from "./flight.ts";
import type { TargetStep } from "./target-step.ts";

/** A route leads to something that the estate does not list: lost where the part is unknown, else a dead end (R7). */
export function noTarget(
  flight: Flight,
  { target, table, rule }: Pick<TargetStep, "target" | "table" | "rule">,
  part: PartName,
): null {
  if (flight.view.unknown(part))
    flight.lose(`\`${target.id}\` carries it on: ${part.replaceAll("_", " ")} are unknown`);
  else {
    const dead = { at: "route table", resource: table, rule: `${rule}, which does not exist` };
    flight.block({ ...dead, code: "BAD_STATE_ROUTE" });
  }
  return null;
}
