import { type Envelope, fromEnvelope } from "../envelope.ts";
import { type Fields, listOf, path, text, timeOf } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { act, ask, none, type Response } from "../response.ts";

const NETWORK =
  /^(?:VPN|DIRECTCONNECT|TRANSITGATEWAY|VPC|NETWORKFIREWALL|ROUTE53|NATGATEWAY|ELASTICLOADBALANCING|CLOUDFRONT|GLOBALACCELERATOR|INTERNETCONNECTIVITY|NETWORKMANAGER|CLOUDWAN)/;

/** An event of AWS Health, or of a tool that passes them on in the same form. */
export function isHealth(detail: Fields): boolean {
  return typeof detail["eventTypeCode"] === "string" && typeof detail["eventTypeCategory"] === "string";
}

export function readHealth(envelope: Envelope): Recognised {
  const { detail } = envelope;
  const service = text(detail["service"], 60) ?? "";
  const code = text(detail["eventTypeCode"], 150) ?? "";
  const category = text(detail["eventTypeCategory"], 60) ?? "";
  const arn = text(detail["eventArn"] ?? detail["arn"], 300);
  const { kind, severity, response } = meaningOf(service, code, category, isOver(detail));
  const entities = listOf(detail["affectedEntities"]).flatMap((one) => text(path(one, "entityValue"), 200) ?? []);
  return recognised({
    ...fromEnvelope(envelope),
    shape: "health",
    type: code,
    title: `${service === "" ? "" : `${service}: `}${code.replaceAll("_", " ").toLowerCase()}`.slice(0, 200),
    time: timeOf(detail["startTime"]) ?? envelope.time,
    identity: arn === null ? null : `health ${envelope.account ?? "-"} ${arn}`,
    severity,
    class: kind,
    response,
    resources: [...new Set([...entities, ...envelope.resources])].slice(0, 20),
  });
}

/** Closed, or with an end: a planned change has an end too, and is not over for that. */
function isOver(detail: Fields): boolean {
  return detail["statusCode"] === "closed";
}

function meaningOf(service: string, code: string, category: string, over: boolean) {
  const meaning = (kind: string, severity: number, response: Response) => ({ kind, severity, response });
  if (service === "ABUSE" || /ABUSE|DOS_REPORT|INTRUSION|SPAM_REPORT|COMPROMISED|EXPOSED/.test(code)) {
    return meaning(
      "abuse_report",
      8,
      ask("AWS reports abuse from here: find the resource, isolate it, and answer the report"),
    );
  }
  if (over) return meaning("recovery", 1, none("AWS says that it is over"));
  switch (category) {
    case "issue":
      return NETWORK.test(service)
        ? meaning(
            "provider_outage",
            7,
            act(
              "troubleshoot_connectivity",
              null,
              "See what of the network depends on it, and whether another way is open",
            ),
          )
        : meaning("provider_outage", 5, ask("See what depends on it; the repair is AWS's", null));
    case "scheduledChange":
      return NETWORK.test(service)
        ? meaning("maintenance", 4, ask("Plan for the window: see what of the network it touches", null))
        : meaning("maintenance", 3, ask("Plan for the window, or move away before it", null));
    case "investigation":
      return meaning("provider_outage", 5, ask("AWS investigates: see what depends on it", null));
    default:
      return NETWORK.test(service)
        ? meaning("notification", 3, ask("Read what AWS says about the network", null))
        : meaning("notification", 2, none("AWS informs; there is nothing to do for the network"));
  }
}
