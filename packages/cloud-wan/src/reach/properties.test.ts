import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { andBack, there, to } from "../__fixtures__/questions.ts";
import { firewall, type Loose, open, sendVia, share, simulated, vpc } from "../__fixtures__/small-policy.ts";
import { diffSimulations } from "../diff/simulations.ts";

const SEGMENTS = ["a", "b", "c", "d"];
const EDGES = ["eu-west-1", "us-east-1", "ap-south-1"];

interface Drawn {
  readonly segments: readonly Loose[];
  readonly shares: readonly Loose[];
  readonly vpcs: readonly Loose[];
}

/** Policies of shares, isolation and filters, with VPCs whose blocks do not overlap. */
const drawn: fc.Arbitrary<Drawn> = fc.record({
  segments: fc
    .tuple(
      ...SEGMENTS.map((name) =>
        fc.record({
          name: fc.constant(name),
          isolate: fc.boolean(),
          deny: fc.subarray(
            SEGMENTS.filter((other) => other !== name),
            { maxLength: 1 },
          ),
        }),
      ),
    )
    .map((list) =>
      list.map(({ name, isolate, deny }) =>
        open(name, { "isolate-attachments": isolate, ...(deny.length > 0 && { "deny-filter": deny }) }),
      ),
    ),
  shares: fc.array(
    fc
      .tuple(
        fc.constantFrom(...SEGMENTS),
        fc.oneof(
          fc.constant("*"),
          fc.subarray(SEGMENTS, { minLength: 1 }),
          fc.subarray(SEGMENTS, { minLength: 1 }).map((except) => ({ except })),
        ),
      )
      .map(([segment, others]) => share(segment, others)),
    { maxLength: 3 },
  ),
  vpcs: fc
    .array(fc.tuple(fc.constantFrom(...SEGMENTS), fc.constantFrom(...EDGES)), { minLength: 2, maxLength: 8 })
    .map((list) => list.map(([segment, edge], i) => vpc(`v${i}`, edge, segment, `10.${i}.0.0/16`))),
});

const simulate = ({ segments, shares, vpcs }: Drawn) => simulated({ segments, "segment-actions": shares }, ...vpcs);
const idOf = (attachment: Loose) => String(attachment["id"]);
const segmentOf = ({ tags }: Loose) => (tags as Record<string, string>)["segment"] ?? "";

/** The same answer from the words of the documentation alone: no tables, no prefixes. */
function mayTalk({ segments, shares }: Drawn, from: string, into: string): boolean {
  const of = (name: string) => segments.find((segment) => segment["name"] === name) ?? {};
  const denies = (one: string, other: string) =>
    ((of(one)["deny-filter"] as string[] | undefined) ?? []).includes(other);
  if (from === into) return of(from)["isolate-attachments"] !== true;
  if (denies(from, into) || denies(into, from)) return false;
  return shares.some((action) => {
    const others = action["share-with"];
    const named = (name: string) =>
      others === "*" ||
      (Array.isArray(others) ? others.includes(name) : !(others as { except: string[] }).except.includes(name));
    return (action["segment"] === from && named(into)) || (action["segment"] === into && named(from));
  });
}

function pairs({ vpcs }: Drawn): [Loose, Loose][] {
  return vpcs.flatMap((from) => vpcs.filter((other) => other !== from).map((other): [Loose, Loose] => [from, other]));
}

describe("random policies", () => {
  test("round trips are those that the documentation's words allow, in both directions alike", () => {
    fc.assert(
      fc.property(drawn, (policy) => {
        const simulation = simulate(policy);
        for (const [from, other] of pairs(policy)) {
          const expected = mayTalk(policy, segmentOf(from), segmentOf(other)) ? "delivered" : "blocked";
          expect(andBack(simulation, idOf(from), to(idOf(other))).verdict).toBe(expected);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("what stands in which order in the document makes no difference to what arrives", () => {
    fc.assert(
      fc.property(drawn, (policy) => {
        const one = simulate(policy);
        const two = simulate({
          segments: policy.segments.toReversed(),
          shares: policy.shares.toReversed(),
          vpcs: policy.vpcs.toReversed(),
        });
        for (const [from, other] of pairs(policy)) {
          const [a, b] = [there(one, idOf(from), to(idOf(other))), there(two, idOf(from), to(idOf(other)))];
          expect([a.verdict, a.egress_edge, a.as_path]).toEqual([b.verdict, b.egress_edge, b.as_path]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("another share never closes anything", () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(...SEGMENTS), (policy, segment) => {
        const [before, after] = [
          simulate(policy),
          simulate({ ...policy, shares: [...policy.shares, share(segment, "*")] }),
        ];
        expect(diffSimulations(before, after).filter(({ change }) => change === "removed")).toEqual([]);
        for (const [from, other] of pairs(policy)) {
          if (andBack(before, idOf(from), to(idOf(other))).verdict === "delivered") {
            expect(andBack(after, idOf(from), to(idOf(other))).verdict).toBe("delivered");
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a simulation differs from itself in nothing", () => {
    fc.assert(
      fc.property(drawn, (policy) => {
        expect(diffSimulations(simulate(policy), simulate(policy))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("dual-hop inspects at both ends, in the order of the way, wherever the two are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...EDGES), fc.constantFrom(...EDGES), (one, two) => {
        const firewalls = EDGES.map((edge) => firewall(`fw-${edge}`, edge));
        const ends = [vpc("x", one, "a", "10.1.0.0/16"), vpc("y", two, "b", "10.2.0.0/16")];
        const simulation = simulated({ "segment-actions": [sendVia("a", "dual-hop", ["b"])] }, ...ends, ...firewalls);
        const expected = one === two ? [one] : [one, two];
        expect(andBack(simulation, "x", to("y"))).toMatchObject({
          verdict: "delivered",
          forward: { inspected_in: expected },
          back: { inspected_in: expected.toReversed() },
        });
      }),
    );
  });
});
