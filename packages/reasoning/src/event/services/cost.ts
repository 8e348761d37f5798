import { type Envelope, fromEnvelope } from "../envelope.ts";
import { accountOf, type Fields, path, text, timeOf } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { act } from "../response.ts";

/** From this impact on, in USD, an anomaly is of middle severity: what needs finance's approval (P4). */
const MUCH_USD = 1000;

/** What Cost Anomaly Detection sends. */
export function isCostAnomaly(fields: Fields): boolean {
  return typeof fields["anomalyId"] === "string" && path(fields, "impact") !== undefined;
}

export function readCostAnomaly(fields: Fields, kind: string, envelope?: Envelope): Recognised {
  const id = text(fields["anomalyId"], 100);
  const impact = path(fields, "impact", "totalImpact");
  const usd = typeof impact === "number" ? impact : 0;
  const account = accountOf(fields["accountId"]);
  const service = text(fields["dimensionalValue"], 100) ?? text(fields["dimensionValue"], 100);
  return recognised({
    ...(envelope === undefined ? {} : fromEnvelope(envelope)),
    kind,
    shape: "cost",
    type: "cost anomaly",
    title: `${service ?? "spending"} is ${Math.round(usd)} USD above what was expected`.slice(0, 200),
    account: account ?? envelope?.account ?? null,
    time: timeOf(fields["anomalyStartDate"]) ?? envelope?.time ?? null,
    identity: id === null ? null : `cost ${account ?? "-"} ${id}`,
    id: envelope?.id ?? null,
    severity: usd >= MUCH_USD ? 5 : 3,
    class: "cost_anomaly",
    response: act("analyze_cost", null, "Find out what is used that was not; nothing is changed for that"),
  });
}
