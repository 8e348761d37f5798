import { readFileSync } from "node:fs";
import { signerFromSeed, toBase64 } from "@trias/core";
import { generateEstate, list, placesNamed, segmentNames } from "@trias/estate";
import { PAYLOAD_TYPES, signStatement } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { SAMPLE_CHARTER } from "../__fixtures__/facts.ts";
import { wasmCedarEngine } from "../cedar/wasm-engine.ts";
import { assembleCharter, type CharterFiles } from "./assemble.ts";
import { charterSchema } from "./charter.ts";
import { activeFreezes, isOneAddress, isPublicEntry, maxAgeSeconds, neverListed, threatListed } from "./lookups.ts";

const cedar = wasmCedarEngine();
const sample = assembleCharter(SAMPLE_CHARTER, cedar);

function edit(path: string, change: (value: Record<string, unknown>) => unknown): CharterFiles {
  return { ...SAMPLE_CHARTER, [path]: JSON.stringify(change(JSON.parse(SAMPLE_CHARTER[path] ?? "{}"))) };
}
const without = (path: string): CharterFiles =>
  Object.fromEntries(Object.entries(SAMPLE_CHARTER).filter(([name]) => name !== path));
const assemble = (files: CharterFiles) => assembleCharter(files, cedar).charter;

test("the sample charter holds, without a concern", () => {
  expect(sample.concerns).toEqual([]);
  expect(sample.charter.schema).toBe("trias.charter/1");
  expect(sample.charter.policies.length).toBeGreaterThanOrEqual(2);
  expect(sample.charter.threat_intelligence.status).toBe("verified");
});

test("it speaks of segments, load balancers and addresses that the sample network has", () => {
  const file = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);
  const estate = generateEstate(parse(readFileSync(file, "utf8")));
  const segments = new Set(["internet", ...segmentNames(estate).all.map((name) => name.estate)]);
  const named = sample.charter.invariants.flatMap((each) => [...each.from, ...(each.rule === "never" ? each.to : [])]);
  const places = named.map((name) => placesNamed(estate, name));
  expect(places.every((found) => found.length > 0)).toBe(true);
  expect(places.flat().filter((place) => !segments.has(place) && !place.startsWith("vpc-"))).toEqual([]);
  for (const { load_balancer, port } of sample.charter.public_entries) {
    const found = list(estate, "load_balancers").find(({ id }) => id === load_balancer);
    expect(found).toMatchObject({ scheme: "internet-facing", listeners: [{ port }] });
  }
  for (const { public_ip } of list(estate, "nat_gateways"))
    expect(neverListed(sample.charter, public_ip ?? "")).not.toBeNull();
  for (const { cidrs } of list(estate, "vpcs")) expect(neverListed(sample.charter, cidrs[0] ?? "")).not.toBeNull();
});

test("a charter that was loosened after it was assembled has not its form any more", () => {
  const { limits } = sample.charter;
  for (const looser of [{ requester_may_approve: true }, { distinct_persons: false }, { max_amend_rounds: 4 }]) {
    expect(charterSchema.safeParse({ ...sample.charter, limits: { ...limits, ...looser } }).success).toBe(false);
  }
  const budgets = { finance_usd: 2000, cfo_usd: 10_000 };
  expect(charterSchema.safeParse({ ...sample.charter, limits: { ...limits, budgets } }).success).toBe(false);
  const [first] = sample.charter.policies;
  const policies = [{ ...first, id: "trias.base" }];
  expect(charterSchema.safeParse({ ...sample.charter, policies }).success).toBe(false);
});

test("the digest follows every byte of every file", () => {
  const { digest } = sample.charter;
  expect(assemble({ ...SAMPLE_CHARTER }).digest).toBe(digest);
  expect(assemble({ ...SAMPLE_CHARTER, "caps.json": `${SAMPLE_CHARTER["caps.json"]} ` }).digest).not.toBe(digest);
});

describe("a charter is refused, with file and path,", () => {
  test.each<[string, CharterFiles, string, RegExp]>([
    ["without a file", without("caps.json"), "charter_file_missing", /caps\.json/],
    ["with a stranger", { ...SAMPLE_CHARTER, "notes.txt": "" }, "charter_file_unknown", /notes\.txt/],
    [
      "with a way out of its folder",
      { ...SAMPLE_CHARTER, "policies/../x.cedar": "" },
      "charter_file_unknown",
      /x\.cedar/,
    ],
    ["that is no JSON", { ...SAMPLE_CHARTER, "caps.json": "{" }, "charter_malformed", /not JSON/],
    [
      "with a key twice",
      { ...SAMPLE_CHARTER, "keys.json": '{"charter":null,"charter":null}' },
      "charter_malformed",
      /twice/,
    ],
    ["with a misspelt key", edit("caps.json", (v) => ({ ...v, blok_ip: 1 })), "charter_malformed", /blok_ip/],
    [
      "with a negative cap",
      edit("caps.json", (v) => ({ ...v, block_ip_per_hour: -1 })),
      "charter_malformed",
      /block_ip_per_hour/,
    ],
    [
      "without one role",
      edit("roles.json", () => ({ roles: { network: "network" } })),
      "charter_malformed",
      /developer/,
    ],
    [
      "with host bits in a range",
      edit("never-list.json", () => ({ ranges: [{ cidr: "10.0.0.1/8", reason: "x" }] })),
      "charter_malformed",
      /ranges\.0\.cidr/,
    ],
    [
      "with a key that is none",
      edit("event-sources.json", () => ({ sources: { guardduty: "AAAA" } })),
      "charter_malformed",
      /guardduty/,
    ],
    [
      "with an invariant twice",
      { ...SAMPLE_CHARTER, "invariants.txt": "x: c never reaches a\nx: c never reaches b\n" },
      "charter_malformed",
      /twice/,
    ],
    [
      "with a policy twice",
      { ...SAMPLE_CHARTER, "policies/again.cedar": SAMPLE_CHARTER["policies/pci-changes.cedar"] ?? "" },
      "charter_malformed",
      /org\.pci_changes/,
    ],
  ])("%s", (_what, files, code, reason) => {
    expect(() => assemble(files)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(reason) }));
  });
});

describe("a charter that loosens is refused, with its line,", () => {
  const rows = (...lines: string[]): CharterFiles => ({
    ...SAMPLE_CHARTER,
    "matrix.json": `{ "rows": [\n${lines.join(",\n")}\n] }`,
  });
  test.each<[string, CharterFiles, string]>([
    [
      "a row with fewer roles",
      rows('{ "intent": "delete_segment", "roles": ["network", "security"], "reason": "x" }'),
      "matrix.json line 2, rows[0]",
    ],
    [
      "a later row",
      rows(
        '{ "intent": "create_segment", "roles": ["network-architect", "security"], "reason": "x" }',
        '{ "intent": "scale_capacity", "when": { "production": false }, "roles": [], "reason": "x" }',
      ),
      "matrix.json line 3, rows[1]",
    ],
    ["everything alone", rows('{ "intent": "*", "roles": [], "reason": "x" }'), "matrix.json line 2, rows[0]"],
    [
      "a rollback without its approvers",
      rows('{ "intent": "roll_back", "roles": ["network", "security"], "reason": "x" }'),
      "matrix.json line 2, rows[0]",
    ],
    [
      "isolation alone on any finding",
      rows('{ "intent": "isolate_instance", "roles": [], "reason": "x" }'),
      "matrix.json line 2, rows[0]",
    ],
    [
      "self-approval",
      edit("limits.json", (v) => ({ ...v, requester_may_approve: true })),
      "limits.json line 1, requester_may_approve",
    ],
    [
      "one person twice",
      edit("limits.json", (v) => ({ ...v, distinct_persons: false })),
      "limits.json line 1, distinct_persons",
    ],
    [
      "more rounds",
      edit("limits.json", (v) => ({ ...v, max_amend_rounds: 4 })),
      "limits.json line 1, max_amend_rounds",
    ],
    [
      "a higher budget",
      edit("limits.json", (v) => ({ ...v, budgets: { finance_usd: 1000.01, cfo_usd: 10_000 } })),
      "limits.json line 1, finance_usd",
    ],
    [
      "a higher budget of the CFO",
      edit("limits.json", (v) => ({ ...v, budgets: { finance_usd: 1000, cfo_usd: 20_000 } })),
      "limits.json line 1, cfo_usd",
    ],
  ])("%s", (_what, files, at) => {
    expect(() => assemble(files)).toThrow(expect.objectContaining({ code: "charter_loosens", at }));
  });

  test("and one that tightens is taken", () => {
    const tight = rows(
      '{ "intent": "isolate_instance", "when": { "malicious_finding": true }, "roles": [], "reason": "as the default" }',
      '{ "intent": "isolate_instance", "roles": ["security", "network"], "reason": "more" }',
    );
    expect(assemble(tight).matrix).toHaveLength(2);
    expect(
      assemble(edit("limits.json", (v) => ({ ...v, budgets: { finance_usd: 500, cfo_usd: 5000 } }))).limits.budgets
        .finance_usd,
    ).toBe(500);
  });
});

describe("the threat list", () => {
  const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(7)));
  const other = signerFromSeed(toBase64(new Uint8Array(32).fill(8)));
  const list = {
    schema: "trias.threat-intelligence/1",
    time: "2026-11-01T00:00:00.000Z",
    entries: [
      { cidr: "203.0.113.0/25", kind: "botnet", until: "2026-12-01T00:00:00.000Z" },
      { cidr: "2001:db8::1/128", kind: "scanner", until: "2027-12-01T00:00:00.000Z" },
    ],
  };
  const withList = (text: string, key: string | null = signer.publicKey) =>
    assembleCharter(
      { ...SAMPLE_CHARTER, "keys.json": JSON.stringify({ charter: key }), "threat-intelligence.json": text },
      cedar,
    );
  const envelope = signStatement(PAYLOAD_TYPES.threatIntelligence, list, signer);

  test("says that no key is pinned, rather than that the signature is bad", () => {
    const list = withList(JSON.stringify(envelope), null).charter.threat_intelligence;
    expect(list).toMatchObject({ status: "absent", reason: expect.stringContaining("pins no key") });
  });

  test("counts while it lasts, for what lies wholly inside", () => {
    const { charter } = withList(JSON.stringify(envelope));
    const now = "2026-11-24T00:00:00.000Z";
    expect(threatListed(charter, "203.0.113.45/32", now)).toBe(true);
    expect(threatListed(charter, "2001:db8::1", now)).toBe(true);
    expect(threatListed(charter, "203.0.113.0/24", now)).toBe(false);
    expect(threatListed(charter, "203.0.113.200/32", now)).toBe(false);
    expect(threatListed(charter, "nonsense", now)).toBe(false);
    expect(threatListed(charter, "203.0.113.45/32", "2026-12-01T00:00:00.000Z")).toBe(false);
  });

  test.each<[string, () => ReturnType<typeof withList>]>([
    ["unsigned", () => withList(JSON.stringify(list))],
    [
      "signed by another key",
      () => withList(JSON.stringify(signStatement(PAYLOAD_TYPES.threatIntelligence, list, other))),
    ],
    ["signed as something else", () => withList(JSON.stringify(signStatement(PAYLOAD_TYPES.charter, list, signer)))],
    [
      "changed after signing",
      () =>
        withList(
          JSON.stringify({
            ...envelope,
            payload: toBase64(new TextEncoder().encode(JSON.stringify({ ...list, entries: [] }))),
          }),
        ),
    ],
    [
      "malformed",
      () =>
        withList(JSON.stringify(signStatement(PAYLOAD_TYPES.threatIntelligence, { ...list, entries: [{}] }, signer))),
    ],
    ["without a pinned key", () => withList(JSON.stringify(envelope), null)],
    ["no JSON", () => withList("hello")],
    ["missing", () => assembleCharter(without("threat-intelligence.json"), cedar)],
  ])("%s counts as absent, and a concern says so", (_what, assembled) => {
    const { charter, concerns } = assembled();
    expect(charter.threat_intelligence.status).toBe("absent");
    expect(concerns).toMatchObject([{ id: "charter.threat_intelligence", level: "warn" }]);
    expect(threatListed(charter, "203.0.113.45/32", "2026-11-24T00:00:00.000Z")).toBe(false);
  });
});

describe("look-ups", () => {
  const { charter } = sample;
  test.each(["10.1.2.3/32", "10.0.0.0/7", "198.51.100.9", "fd00::1/128", "0.0.0.0/0", "::/0", "nonsense"])(
    "`%s` is never blocked without a person",
    (cidr) => {
      expect(neverListed(charter, cidr)).not.toBeNull();
    },
  );
  test.each(["203.0.113.45/32", "2001:db8::1/128"])("`%s` is on no never-list", (cidr) => {
    expect(neverListed(charter, cidr)).toBeNull();
  });
  test("one address is a /32 or a /128", () => {
    expect(["203.0.113.45/32", "203.0.113.45", "2001:db8::1/128"].map(isOneAddress)).toEqual([true, true, true]);
    expect(["203.0.113.0/31", "2001:db8::/64", "x"].map(isOneAddress)).toEqual([false, false, false]);
  });
  test("a public entry is that port of that load balancer", () => {
    const entries = { ...charter, public_entries: [{ load_balancer: "alb-1", port: 443 }] };
    expect(isPublicEntry(entries, "alb-1", 443)).toBe(true);
    expect(isPublicEntry(entries, "alb-1", 80)).toBe(false);
    expect(isPublicEntry(entries, "alb-2", 443)).toBe(false);
  });
  test("a freeze holds from its first to before its last moment, and for what may be production", () => {
    const during = "2026-12-24T00:00:00.000Z";
    expect(activeFreezes(charter, during, ["production"])).toMatchObject([{ id: "year-end-2026" }]);
    expect(activeFreezes(charter, during, ["unknown"])).toHaveLength(1);
    expect(activeFreezes(charter, during, ["non-production"])).toEqual([]);
    expect(activeFreezes(charter, "2026-12-22T23:59:59.999Z", ["production"])).toEqual([]);
    expect(activeFreezes(charter, "2027-01-02T00:00:00.000Z", ["production"])).toEqual([]);
  });
  test("containment wants a fresher estate", () => {
    expect(maxAgeSeconds(charter, true)).toBeLessThan(maxAgeSeconds(charter, false));
  });
});
