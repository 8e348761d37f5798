import { type Estate, parseEstate } from "@trias/estate";
import { auditorApi, type PartState, type WireEstate } from "@trias/protocol";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import type { Session } from "./session.ts";

export interface AuditorsEstate {
  readonly wire: WireEstate;
  readonly estate: Estate;
  readonly parts: readonly PartState[];
}

/** The network as the auditor knows it: what every judgement stands on. */
export async function fetchEstate(session: Session): Promise<AuditorsEstate> {
  const answer = await session.call("auditor", auditorApi.estate, { maxBytes: 256 << 20 });
  if (answer.snapshot === null) {
    throw new CliError("service_down", EXIT.serviceDown, "the auditor knows no estate yet", {
      fix: "see `trias status`: the collector brings it",
    });
  }
  return { wire: answer.snapshot, estate: parseEstate(answer.snapshot), parts: answer.parts };
}
