import { parseCidr } from "@trias/estate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ALL_SERVICES,
  coversServices,
  intersect,
  isEmpty,
  NO_SERVICES,
  type Services,
  servicesKey,
  servicesOf,
  serviceTexts,
  subtract,
  unite,
  withReply,
} from "./services.ts";
import { blocksOf, cut, join, type Span, without } from "./spans.ts";

const port = fc.integer({ min: 0, max: 65_535 });
const one = fc
  .tuple(fc.constantFrom("-1", "tcp", "udp", "icmp", "50", "6", "58"), fc.option(fc.tuple(port, port)))
  .map(([protocol, ports]): Services => {
    if (protocol === "icmp" || protocol === "58")
      return servicesOf(protocol, ports ? ports[0] % 256 : null, ports ? ports[1] % 256 : null);
    return ports ? servicesOf(protocol, Math.min(...ports), Math.max(...ports)) : servicesOf(protocol, null, null);
  });
const set = fc.array(one, { maxLength: 4 }).map((parts) => parts.reduce(unite, NO_SERVICES));

describe("services", () => {
  test("are an algebra of sets", () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        const key = servicesKey;
        expect(key(unite(a, b))).toBe(key(unite(b, a)));
        expect(key(intersect(a, unite(b, c)))).toBe(key(unite(intersect(a, b), intersect(a, c))));
        expect(key(unite(subtract(a, b), intersect(a, b)))).toBe(key(a));
        expect(isEmpty(intersect(subtract(a, b), b))).toBe(true);
        expect(coversServices(ALL_SERVICES, a)).toBe(true);
      }),
    );
  });

  test.each([
    [servicesOf("-1", null, null), [["any", "any"]]],
    [servicesOf("tcp", 443, 443), [["tcp", "443"]]],
    [servicesOf("6", 8000, 8100), [["tcp", "8000-8100"]]],
    [servicesOf("udp", null, null), [["udp", "any"]]],
    [servicesOf("icmp", 8, 0), [["icmp", "8/0"]]],
    [servicesOf("1", null, null), [["icmp", "any"]]],
    [servicesOf("50", null, null), [["50", "any"]]],
    [unite(servicesOf("tcp", 80, 80), servicesOf("tcp", 81, 90)), [["tcp", "80-90"]]],
    [servicesOf("nonsense", null, null), []],
  ])("are written as protocols and ports", (services, texts) => {
    expect(serviceTexts(services).map(({ protocol, ports }) => [protocol, ports])).toEqual(texts);
  });

  test("port 443 of UDP is not port 443 of TCP", () => {
    expect(isEmpty(intersect(servicesOf("tcp", 443, 443), servicesOf("udp", 443, 443)))).toBe(true);
  });

  test("replies need the client's ports, of the same protocol", () => {
    const web = servicesOf("tcp", 443, 443);
    expect(isEmpty(withReply(web, servicesOf("tcp", 443, 443)).possible)).toBe(true);
    expect(isEmpty(withReply(web, servicesOf("udp", null, null)).possible)).toBe(true);
    expect(servicesKey(withReply(web, servicesOf("tcp", 1024, 65_535)).certain)).toBe(servicesKey(web));
    const part = withReply(web, servicesOf("tcp", 32_768, 65_535));
    expect([isEmpty(part.certain), isEmpty(part.possible)]).toEqual([true, false]);
  });
});

const span = fc
  .tuple(fc.bigInt({ min: 0n, max: 4095n }), fc.bigInt({ min: 0n, max: 300n }))
  .map(([first, length]): Span => ({ family: 4, first, last: first + length }));

describe("spans", () => {
  const holds = (spans: readonly Span[], value: bigint): boolean =>
    spans.some(({ first, last }) => first <= value && value <= last);

  test("what is without others holds exactly the rest", () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 5 }),
        fc.array(span, { maxLength: 5 }),
        fc.bigInt({ min: 0n, max: 4500n }),
        (a, b, value) => {
          expect(holds(without(a, b), value)).toBe(holds(a, value) && !holds(b, value));
          expect(holds(join(a), value)).toBe(holds(a, value));
        },
      ),
    );
  });

  test("blocks and pieces make up the span, without overlap", () => {
    fc.assert(
      fc.property(span, fc.array(span, { maxLength: 4 }), (whole, others) => {
        expect(join(blocksOf(whole).map((text) => parseCidr(text))).map(({ first, last }) => [first, last])).toEqual([
          [whole.first, whole.last],
        ]);
        expect(blocksOf(whole).reduce((sum, text) => sum + parseCidr(text).last - parseCidr(text).first + 1n, 0n)).toBe(
          whole.last - whole.first + 1n,
        );
        expect(join(cut(whole, others)).map(({ first, last }) => [first, last])).toEqual([[whole.first, whole.last]]);
      }),
    );
  });
});
