import type { Facts } from "../facts.ts";
import { centsOf } from "../money.ts";

export type ContextValue =
  | string
  | number
  | boolean
  | readonly ContextValue[]
  | { readonly [key: string]: ContextValue };
export type CedarContext = Readonly<Record<string, ContextValue>>;

/** The facts as the schema has them: money in whole cents, seconds rounded up, free text left out. */
export function cedarContext(facts: Facts): CedarContext {
  return {
    kind: facts.kind,
    authenticated: facts.authenticated,
    malicious_finding: facts.malicious_finding,
    certain: facts.certain,
    intents: facts.intents.map(({ type }) => type),
    actions: facts.actions,
    changes: facts.changes,
    containment: facts.containment,
    environments: facts.environments,
    segments: facts.segments,
    compliance: facts.compliance,
    ticket: facts.ticket,
    deletions: facts.deletions.map(({ confirmed }) => ({ confirmed })),
    deleted_parts: facts.deletions.map(({ part }) => part),
    deleted_ids: facts.deletions.map(({ id }) => id),
    exposures: facts.exposures.map(({ environment, declared }) => ({ environment, declared })),
    exposed_places: facts.exposures.map(({ place }) => place),
    ...(facts.monthly_usd_delta === null ? {} : { monthly_cents_delta: centsOf(facts.monthly_usd_delta) }),
    accumulated_cents_without_finance: fullest(facts.accumulated.map((sum) => sum.without_finance_usd)),
    accumulated_cents_without_cfo: fullest(facts.accumulated.map((sum) => sum.without_cfo_usd)),
    tampered: facts.tampering.map(({ id }) => id),
    pci_lacks: facts.pci_lacks.map(({ lacks }) => lacks),
    residency_regions: facts.residency_violations.map(({ region }) => region),
    unknown_for: facts.unknown.flatMap(({ guards }) => guards),
    unknown_attributes: facts.unknown.map(({ attribute }) => attribute),
    opened_total: facts.opened_count.total,
    opened_production: facts.opened_count.production,
    opened_internet: facts.opened_count.internet,
    invariants_broken: facts.invariant_violations.filter((each) => each.new).map(({ invariant }) => invariant),
    irreversible_steps: facts.irreversible.length,
    way_back_proven: facts.way_back_proven,
    intelligence_agrees: facts.intelligence_agrees,
    trend_sustained: facts.trend_sustained,
    access_expired_or_suspicious: facts.access_expired_or_suspicious,
    never_list_hits: facts.never_list_hits.map(({ address }) => address),
    wide_blocks: facts.wide_blocks,
    caps_exceeded: facts.caps_exceeded.map(({ cap }) => cap),
    last_healthy_targets: facts.last_healthy_targets.map(({ id }) => id),
    tainted_arguments: facts.taints.length,
    stale_parts: facts.stale_parts.map(({ part }) => part),
    freezes: facts.freezes.map(({ id }) => id),
    ...(facts.downtime_seconds === null ? {} : { downtime_seconds: Math.ceil(facts.downtime_seconds) }),
  };
}

function fullest(usd: readonly number[]): number {
  return Math.max(0, ...usd.map(centsOf));
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * The first attribute whose text is not printable ASCII, or null. A look-alike letter or a zero-width mark would walk past
 * every `==` of a policy, so such a plan is refused before it is evaluated.
 */
export function notAscii(context: CedarContext): string | null {
  for (const [attribute, value] of Object.entries(context)) if (!ascii(value)) return attribute;
  return null;
}

function ascii(value: ContextValue): boolean {
  if (typeof value === "string") return PRINTABLE_ASCII.test(value);
  if (typeof value !== "object") return true;
  return (Array.isArray(value) ? value : Object.values(value)).every(ascii);
}
