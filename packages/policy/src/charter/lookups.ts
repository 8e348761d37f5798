import { contains, overlaps, parseCidr, tryParseCidr } from "@trias/estate";
import type { Role } from "@trias/protocol";
import type { Environment } from "../facts.ts";
import type { Charter } from "./charter.ts";

/** Whether the charter lets this port of this load balancer face the internet; no tag and no plan can. */
export function isPublicEntry({ public_entries }: Charter, loadBalancer: string, port: number): boolean {
  return public_entries.some((entry) => entry.load_balancer === loadBalancer && entry.port === port);
}

/** Why a block of addresses must not be blocked without a person, or null; overlap of a single address is enough. */
export function neverListed({ never_list }: Charter, cidr: string): string | null {
  const block = tryParseCidr(cidr, { hostBits: "clear" });
  if (block === null) return "it is no block of addresses";
  const hit = never_list.find((range) => overlaps(parseCidr(range.cidr), block));
  return hit === undefined ? null : `${hit.reason} (${hit.cidr})`;
}

/** Whether a block is one address: a /32 or a /128. */
export function isOneAddress(cidr: string): boolean {
  const block = tryParseCidr(cidr);
  return block !== null && block.first === block.last;
}

/** Whether the verified threat list covers all of this block now. `now` is RFC 3339 in UTC with milliseconds. */
export function threatListed({ threat_intelligence: list }: Charter, cidr: string, now: string): boolean {
  const block = tryParseCidr(cidr);
  if (list.status !== "verified" || block === null) return false;
  return list.entries.some((entry) => entry.until > now && contains(parseCidr(entry.cidr), block));
}

export interface Freeze {
  readonly id: string;
  readonly approvers: Role[];
}

/** Freeze windows that hold at `now` for any of these environments; `unknown` counts as production. */
export function activeFreezes({ calendar }: Charter, now: string, environments: readonly Environment[]): Freeze[] {
  const touched = new Set(environments.map((each) => (each === "unknown" ? "production" : each)));
  return calendar.freezes
    .filter(({ from, until }) => from <= now && now < until)
    .filter((freeze) => freeze.environments.some((each) => touched.has(each)))
    .map(({ id, approvers }) => ({ id, approvers }));
}

/** Seconds that a part of the estate may be old for this kind of plan. */
export function maxAgeSeconds({ freshness }: Charter, containment: boolean): number {
  return containment ? freshness.containment_seconds : freshness.change_seconds;
}
