import { type Envelope, fromEnvelope } from "../envelope.ts";
import { text, texts } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { act, ask, MATRIX_ROWS, none, type Response } from "../response.ts";

interface Meaning {
  readonly class: string;
  readonly severity: number;
  readonly response: Response;
}

const ROW = MATRIX_ROWS.network;
const WENT = /DELET|DISASSOCIAT|UNINSTALL|REMOV/;

/**
 * Events of Network Manager and Cloud WAN. AWS delivers them at best effort and gives most `changeType` codes in words only:
 * they are hints to look, and the code is read for what it contains.
 */
export function readNetworkManager(envelope: Envelope): Recognised {
  const { detail, detailType } = envelope;
  const change = text(detail["changeType"], 100) ?? "";
  const meaning = meaningOf(detailType, change.toUpperCase());
  const about = texts(
    detail,
    ["attachmentArn", "vpcArn", "transitGatewayAttachmentArn", "vpnConnectionArn", "coreNetworkArn"],
    300,
  );
  return recognised({
    ...fromEnvelope(envelope),
    shape: "network-manager",
    type: change === "" ? detailType : change,
    title: text(detail["changeDescription"], 200) ?? detailType,
    identity: about.length === 0 ? null : `network-manager ${detailType} ${change} ${about[0]}`,
    severity: meaning.severity,
    class: meaning.class,
    response: meaning.response,
    resources: [...new Set([...about, ...envelope.resources])].slice(0, 20),
  });
}

function meaningOf(detailType: string, change: string): Meaning {
  if (/Status Update$/.test(detailType)) return ofStatus(change);
  if (/Routing Update$/.test(detailType)) return ofRoutes(change);
  if (/Policy Update$/.test(detailType)) {
    return change.includes("EXECUTED")
      ? changed(
          6,
          "A core network policy was executed: compare it with the warrants; without one somebody went around us",
        )
      : changed(4, "A change set of the core network policy waits to be executed");
  }
  if (/Topology Change$/.test(detailType)) {
    return WENT.test(change)
      ? changed(6, "An edge or attachment is gone: see whether that was planned")
      : changed(4, "An edge or attachment is new: see whether that was planned, and accept it where it waits");
  }
  if (/Segment Update$|Network Function Group Update$/.test(detailType)) {
    return changed(5, "An attachment is in another segment or group now: see whether that was planned");
  }
  return { class: "notification", severity: 3, response: ask("Read what AWS announces", null) };
}

function changed(severity: number, advice: string): Meaning {
  return { class: "network_change", severity, response: ask(advice, ROW) };
}

function ofStatus(change: string): Meaning {
  if (/DOWN|FAIL|LOST/.test(change)) {
    return {
      class: "connectivity",
      severity: 7,
      response: act(
        "troubleshoot_connectivity",
        null,
        "A tunnel or session is down: find out which side, and what it carried",
      ),
    };
  }
  return { class: "recovery", severity: 1, response: none("A tunnel or session is up") };
}

function ofRoutes(change: string): Meaning {
  if (!WENT.test(change)) return { class: "routes", severity: 2, response: none("Routes were installed") };
  return {
    class: "connectivity",
    severity: 5,
    response: act("troubleshoot_connectivity", null, "Routes are gone: see what can no longer be reached"),
  };
}
