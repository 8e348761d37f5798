import { type Estate, isKnown, list, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import type { IntentType } from "./catalogue.ts";
import type { IntentQuestion } from "./intent.ts";
import { environmentSchema } from "./values.ts";

/** Parameters without which a request can't be acted on safely, in the order in which they are asked for. */
const REQUIRED: Readonly<Partial<Record<IntentType, Readonly<Record<string, string>>>>> = {
  investigate_traffic: { source: "Whose traffic shall be looked into? Give an address, a range or a place." },
  add_firewall_rule: { direction: "Is the rule about traffic that comes in or that goes out?" },
  isolate_instance: { instance: "Which instance shall be isolated? Give its id." },
  revoke_access: { principal: "Whose access shall be revoked?" },
  grant_vendor_access: {
    vendor: "Which vendor shall get access?",
    resource: "To which resource shall the vendor get access?",
    access: "Shall the vendor read, write, or both?",
  },
  revoke_vendor_access: { vendor: "Which vendor's access shall be revoked?" },
  connect_private_service: { provider: "Which provider shall be connected privately?" },
  troubleshoot_connectivity: {
    source: "From where does it not connect?",
    destination: "To where does it not connect?",
  },
  create_segment: { environment: "Is the new segment for production or for non-production?" },
  delete_segment: { segment: "Which segment shall be deleted?" },
  attach_network: {
    resource: "Which network shall be attached? Give its id.",
    segment: "Into which segment shall it be attached?",
  },
  accept_attachment: { attachment: "Which pending attachment shall be accepted?" },
  move_attachment: { attachment: "Which attachment shall be moved?", segment: "Into which segment shall it be moved?" },
  share_segments: { segment: "Which segment's routes shall be shared?", with: "With which segment?" },
  change_route: { destination: "Which destination shall the route have? Give a range such as `10.20.0.0/16`." },
  insert_inspection: { segment: "Which segment's traffic shall be inspected?" },
  extend_region: { region: "Into which region?" },
  allocate_addresses: { size: "How large shall the block be? Give a prefix length such as `/22`." },
  deploy_landing_zone: {
    segment: "In which segment shall the landing zone be?",
    service: "For which service is the landing zone?",
  },
  deploy_workload: { path: "Which golden path?", environment: "Is it for production or for non-production?" },
  generate_report: { kind: "Which kind of report?" },
  roll_back: { case: "Which case shall be rolled back? Give its id, such as `C-01JD7Q8C2M4X`." },
};

const MOST = 50;

/** The one question that a sentence leaves open, with choices taken from the estate; null where everything needed is given. */
export function missingQuestion({ type, parameters }: Intent, estate: Estate): IntentQuestion | null {
  if (
    /_firewall_rule$/.test(type) &&
    !["source", "destination", "port", "segment"].some((name) => parameters[name] !== undefined)
  ) {
    return {
      parameter: "destination",
      question: "Which address, range or domain is the firewall rule about?",
      choices: [],
    };
  }
  const required = REQUIRED[type as IntentType] ?? {};
  const missing = Object.keys(required).find((name) => parameters[name] === undefined);
  if (missing === undefined) return null;
  return {
    parameter: missing,
    question: required[missing] ?? "",
    // A segment is no partner of itself.
    choices: choicesFor(type, missing, estate)
      .filter((choice) => missing !== "with" || choice !== parameters["segment"])
      .slice(0, MOST),
  };
}

function choicesFor(type: string, parameter: string, estate: Estate): string[] {
  switch (parameter) {
    case "environment":
      return [...environmentSchema.options];
    case "access":
      return ["read", "write", "read_write"];
    case "direction":
      return ["ingress", "egress"];
    case "kind":
      return ["compliance", "capacity", "cost", "incident"];
    case "path":
      return ["web-app", "data-pipeline", "machine-learning"];
    case "segment":
    case "with":
      return isKnown(estate, "core_networks") ? segmentNames(estate).all.map(({ estate: name }) => name) : [];
    case "attachment":
      return attachments(type, estate);
    default:
      return [];
  }
}

/** Of those that can be accepted, only what waits. */
function attachments(type: string, estate: Estate): string[] {
  if (!isKnown(estate, "attachments")) return [];
  const all = list(estate, "attachments");
  return all.filter(({ state }) => type !== "accept_attachment" || /pending/i.test(state)).map(({ id }) => id);
}
