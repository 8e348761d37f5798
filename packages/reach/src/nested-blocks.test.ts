import { parseCidr } from "@trias/estate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NestedBlocks } from "./nested-blocks.ts";
import { within } from "./spans.ts";

const block = fc
  .record({ bits: fc.nat(0xffff), prefix: fc.integer({ min: 16, max: 32 }) })
  .map(({ bits, prefix }) => parseCidr(`10.0.${bits >> 8}.${bits & 255}/${prefix}`, { hostBits: "clear" }));

test("the longest block is the one that looking at all of them finds", () => {
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 40 }),
      fc.array(block, { minLength: 1, maxLength: 40 }),
      (blocks, asked) => {
        const items = blocks.map((each, i) => ({ block: each, i }));
        const nested = new NestedBlocks(items);
        for (const span of [...asked, ...blocks]) {
          const slow = items
            .filter((item) => within(span, item.block))
            .reduce<(typeof items)[number] | undefined>(
              (best, item) => (best && best.block.prefix >= item.block.prefix ? best : item),
              undefined,
            );
          expect(nested.longest(span)).toBe(slow);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("families are apart, and a span between blocks has none", () => {
  const items = ["0.0.0.0/0", "10.1.0.0/16", "fd00::/8"].map((text) => ({ block: parseCidr(text) }));
  const nested = new NestedBlocks(items);
  expect(nested.longest(parseCidr("10.1.2.0/24"))?.block.text).toBe("10.1.0.0/16");
  expect(nested.longest(parseCidr("10.0.0.0/8"))?.block.text).toBe("0.0.0.0/0");
  expect(nested.longest(parseCidr("fd12::/16"))?.block.text).toBe("fd00::/8");
  expect(nested.longest(parseCidr("2001:db8::/32"))).toBeUndefined();
  expect(new NestedBlocks([]).longest(parseCidr("10.0.0.1"))).toBeUndefined();
});
