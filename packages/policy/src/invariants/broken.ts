import { type Estate, isKnown, list, placesNamed, vpcsOfPlace } from "@trias/estate";
import { type ReachEngine, ReachError } from "@trias/reach";
import type { Charter } from "../charter/charter.ts";
import type { Invariant } from "../charter/invariants.ts";
import { targetsIn } from "./targets.ts";

export interface BrokenInvariants {
  /** One line a flow that should not be there, by invariant. */
  readonly violations: readonly { readonly invariant: string; readonly flow: string }[];
  /** Invariants that name a place which the estate does not have: a slip in the charter, or a segment that is gone. */
  readonly nowhere: readonly { readonly invariant: string; readonly place: string }[];
}

type Reach = Pick<ReachEngine, "reach">;

/** What does not hold on an estate. What can't be decided counts as broken: `may` is not never. */
export function brokenInvariants(
  estate: Estate,
  { invariants, public_entries }: Pick<Charter, "invariants" | "public_entries">,
  reach: Reach,
): BrokenInvariants {
  const found = invariants.map((invariant) => {
    const look = new Look(estate, invariant.id, reach);
    if (invariant.rule === "inspected") uninspected(look, invariant);
    else reached(look, invariant, public_entries);
    return look;
  });
  return {
    violations: found.flatMap(({ violations }) => violations),
    nowhere: found.flatMap(({ nowhere }) => nowhere),
  };
}

/** One invariant under examination. */
class Look {
  readonly estate: Estate;
  readonly violations: { readonly invariant: string; readonly flow: string }[] = [];
  readonly nowhere: { readonly invariant: string; readonly place: string }[] = [];
  private readonly id: string;
  private readonly engine: Reach;

  constructor(estate: Estate, id: string, engine: Reach) {
    this.estate = estate;
    this.id = id;
    this.engine = engine;
  }

  places(names: readonly string[]): string[] {
    const found = names.flatMap((name) => {
      const places = placesNamed(this.estate, name);
      if (places.length === 0) this.nowhere.push({ invariant: this.id, place: name });
      return places;
    });
    return [...new Set(found)];
  }

  /** The answer, or null where one of the places does not exist, which nothing can reach. */
  ask(from: string, to: string, packet: { readonly protocol: string; readonly port: number | null }) {
    try {
      return this.engine.reach(this.estate, from, to, packet);
    } catch (error) {
      if (!(error instanceof ReachError) || error.code !== "place_unknown") throw error;
      this.nowhere.push({ invariant: this.id, place: `${from} → ${to}` });
      return null;
    }
  }

  broken(flow: string): void {
    this.violations.push({ invariant: this.id, flow });
  }
}

function reached(
  look: Look,
  { from, to, except, packets }: Extract<Invariant, { rule: "never" }>,
  entries: Charter["public_entries"],
): void {
  const sources = look.places(from);
  for (const place of look.places(to)) {
    for (const source of sources) {
      if (source === place) continue;
      const targets = except.length === 0 ? null : targetsIn(look.estate, place, source, except, entries);
      for (const packet of packets.length === 0 ? [{ protocol: "any", port: null }] : packets) {
        // One question answers for a whole place; only exceptions make it necessary to go through what is in it.
        for (const target of targets ?? [{ id: place, ports: [packet.port] }]) {
          for (const port of target.ports ?? [packet.port]) {
            const asked = { protocol: port === null || packet.protocol !== "any" ? packet.protocol : "tcp", port };
            const answer = look.ask(source, target.id, asked);
            if (answer && answer.verdict !== "blocked") look.broken(flowText(source, target.id, asked));
          }
        }
      }
    }
  }
}

function flowText(
  from: string,
  to: string,
  packet: { readonly protocol: string; readonly port: number | null },
): string {
  return `${from} → ${to} ${packet.protocol} ${packet.port ?? "any"}`;
}

function uninspected(look: Look, { from }: Extract<Invariant, { rule: "inspected" }>): void {
  for (const place of look.places(from)) {
    for (const source of subnetsOf(look.estate, place)) {
      const answer = look.ask(source, "internet", { protocol: "any", port: null });
      if (!answer || answer.verdict === "blocked" || answer.hops.some(({ at }) => at === "firewall")) continue;
      look.broken(`${source} → internet without a firewall on the way`);
    }
  }
}

/** Each subnet has its own way out; where they are not known, the place is asked as a whole, which is no way to be sure. */
function subnetsOf(estate: Estate, place: string): readonly string[] {
  if (!isKnown(estate, "subnets") || !isKnown(estate, "vpcs")) return [place];
  const vpcs = new Set(vpcsOfPlace(estate, place));
  const subnets = list(estate, "subnets").flatMap(({ id, vpc }) => (vpcs.has(vpc) ? [id] : []));
  return subnets.length === 0 ? [place] : subnets;
}
