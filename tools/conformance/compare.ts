import type { Answer, Case } from "./cases.ts";

/** What of an answer differs from what a case expects, in words; empty where they agree. */
export function differencesOf(expected: Case, answer: Answer): string[] {
  const found: string[] = [];
  const differ = (what: string, want: unknown, got: unknown) =>
    found.push(`${what}: expected ${JSON.stringify(want)}, got ${JSON.stringify(got ?? null)}`);
  if (answer.verdict !== expected.expect) differ("verdict", expected.expect, answer.verdict);
  if (expected.expect_return !== undefined && answer.verdict_return !== expected.expect_return) {
    differ("return", expected.expect_return, answer.verdict_return);
  }
  if (expected.path !== undefined && !sameList(expected.path, answer.path)) differ("path", expected.path, answer.path);
  // Where a packet is inspected or leaves is asked of one that arrives.
  if (expected.expect === "delivered") {
    for (const key of ["inspection_hops", "egress_edge", "egress_attachment"] as const) {
      if (expected[key] !== undefined && expected[key] !== answer[key]) differ(key, expected[key], answer[key]);
    }
    if (expected.inspected_in !== undefined && !sameList(expected.inspected_in, answer.inspected_in)) {
      differ("inspected_in", expected.inspected_in, answer.inspected_in);
    }
    if (expected.as_path !== undefined && !sameAsPath(expected.as_path, answer))
      differ("as_path", expected.as_path, answer.as_path);
  }
  return found;
}

function sameList(want: readonly unknown[], got: readonly unknown[] | null | undefined): boolean {
  return got !== null && got !== undefined && want.length === got.length && want.every((value, i) => value === got[i]);
}

/**
 * Autonomous systems one by one; an edge's own number that AWS picks is in no policy, so that any private one stands for it. A
 * path that names none of the core network's own numbers is held against the part outside the core network.
 */
function sameAsPath(given: NonNullable<Case["as_path"]>, { as_path, own_asns }: Answer): boolean {
  if (as_path === null || as_path === undefined) return false;
  const want = (typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : given).map(Number);
  const fits = (path: readonly (number | string)[]) =>
    want.length === path.length && path.every((asn, i) => (asn === "edge" ? isPrivateAsn(want[i]) : asn === want[i]));
  const isOwn = (asn: number | string) => asn === "edge" || (own_asns ?? []).includes(Number(asn));
  return fits(as_path) || (!want.some(isOwn) && fits(as_path.filter((asn) => !isOwn(asn))));
}

function isPrivateAsn(asn: number | undefined): boolean {
  if (asn === undefined) return false;
  return (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);
}
