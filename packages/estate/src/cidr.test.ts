import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockOf, contains, isPrivate, isPublic, nextFree, overlaps, parseCidr, tryParseCidr } from "./cidr.ts";

describe("parseCidr", () => {
  test.each([
    ["10.0.0.0/16", "10.0.0.0/16"],
    ["203.0.113.45", "203.0.113.45/32"],
    ["2001:DB8:0::/48", "2001:db8::/48"],
    ["::1", "::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("reads %s", (text, expected) => {
    expect(parseCidr(text).text).toBe(expected);
  });

  test.each([
    "",
    "10.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0.0/8/8",
    "010.0.0.1",
    "0x0a.0.0.1",
    "167772161",
    "10.0.0.256",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "2001:db8::/129",
    " 10.0.0.0/8",
    "internet",
  ])("refuses `%s`: another reader might see another address", (text) => {
    expect(tryParseCidr(text)).toBeNull();
  });

  test("refuses host bits unless asked to clear them, in either order", () => {
    expect(parseCidr("10.0.0.5/24", { hostBits: "clear" }).text).toBe("10.0.0.0/24");
    expect(() => parseCidr("10.0.0.5/24")).toThrow(expect.objectContaining({ code: "cidr_host_bits" }));
  });
});

const block = fc
  .tuple(fc.bigInt({ min: 0n, max: 0xffffffffn }), fc.integer({ min: 4, max: 32 }))
  .map(([value, prefix]) => blockOf(4, value, prefix));

describe("blocks", () => {
  test("two of them overlap exactly where the one contains the other", () => {
    fc.assert(fc.property(block, block, (a, b) => overlaps(a, b) === (contains(a, b) || contains(b, a))));
  });

  test("families do not meet", () => {
    expect(overlaps(parseCidr("0.0.0.0/0"), parseCidr("::/0"))).toBe(false);
  });

  test("know private from public, and everything is neither", () => {
    expect(
      ["10.1.0.0/16", "172.31.0.0/16", "100.64.0.1", "fd00::/8"].map((text) => isPrivate(parseCidr(text))),
    ).not.toContain(false);
    expect(["203.0.113.45", "172.32.0.0/16", "2001:db8::/32"].map((text) => isPublic(parseCidr(text)))).not.toContain(
      false,
    );
    expect([isPrivate(parseCidr("0.0.0.0/0")), isPublic(parseCidr("0.0.0.0/0"))]).toEqual([false, false]);
    expect([isPrivate(parseCidr("172.0.0.0/8")), isPublic(parseCidr("172.0.0.0/8"))]).toEqual([false, false]);
  });
});

describe("nextFree", () => {
  const pool = parseCidr("10.0.0.0/20");

  test("gives the lowest block that is free, aligned", () => {
    expect(nextFree(pool, [], 24)?.text).toBe("10.0.0.0/24");
    expect(nextFree(pool, [parseCidr("10.0.0.0/25")], 24)?.text).toBe("10.0.1.0/24");
    expect(nextFree(pool, [parseCidr("10.0.1.0/24")], 23)?.text).toBe("10.0.2.0/23");
  });

  test("gives nothing where the pool is full or the size impossible", () => {
    expect(nextFree(pool, [pool], 24)).toBeNull();
    expect(nextFree(pool, [], 19)).toBeNull();
    expect(nextFree(pool, [], 33)).toBeNull();
  });

  test("never overlaps, never leaves the pool, and finds a block where there is one", () => {
    const small = fc
      .tuple(fc.bigInt({ min: pool.first, max: pool.last }), fc.integer({ min: 21, max: 28 }))
      .map(([value, prefix]) => blockOf(4, value, prefix));
    fc.assert(
      fc.property(fc.array(small, { maxLength: 12 }), fc.integer({ min: 20, max: 26 }), (taken, prefix) => {
        const free = nextFree(pool, taken, prefix);
        const size = 1n << BigInt(32 - prefix);
        const all: string[] = [];
        for (let first = pool.first; first <= pool.last; first += size) {
          const candidate = blockOf(4, first, prefix);
          if (!taken.some((each) => overlaps(each, candidate))) all.push(candidate.text);
        }
        expect(free?.text ?? null).toBe(all[0] ?? null);
      }),
    );
  });
});
