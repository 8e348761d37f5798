import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PolicyError } from "../errors.ts";
import { parseInvariants } from "./invariants.ts";

const one = (line: string) => parseInvariants(line, "invariants.txt")[0];

describe("a line", () => {
  test("says who never reaches whom", () => {
    expect(one("dev-data: nonprod-* or b2b-vendors never reaches prod-data  # since 2025")).toEqual({
      id: "dev-data",
      text: "nonprod-* or b2b-vendors never reaches prod-data",
      rule: "never",
      from: ["nonprod-*", "b2b-vendors"],
      to: ["prod-data"],
      except: [],
      packets: [],
    });
  });

  test("may name packets and exceptions", () => {
    expect(one("internet never reaches environment:production on tcp 22 or udp or icmp except public-entries")).toEqual(
      {
        id: "internet-never-reaches-environment-production-on-tcp-22-or-udp-o",
        text: "internet never reaches environment:production on tcp 22 or udp or icmp except public-entries",
        rule: "never",
        from: ["internet"],
        to: ["environment:production"],
        except: ["public-entries"],
        packets: [
          { protocol: "tcp", port: 22 },
          { protocol: "udp", port: null },
          { protocol: "icmp", port: null },
        ],
      },
    );
  });

  test("says what has to be inspected", () => {
    expect(one("every egress of prod-* passes inspection")).toMatchObject({ rule: "inspected", from: ["prod-*"] });
  });

  test("that is empty or a comment says nothing", () => {
    expect(parseInvariants("\r\n# a\n   # b\n", "x")).toEqual([]);
  });
});

test.each([
  ["prod-data is safe", /is no invariant/],
  ["prod-data never reaches", /is no invariant/],
  ["prod data never reaches prod-pci", /`prod data` is no place/],
  ["Internet never reaches prod-pci", /`Internet` is no place/],
  ["env:production never reaches prod-pci", /is no place/],
  ["internet never reaches prod-pci on tcp 70000", /names no packets/],
  ["internet never reaches prod-pci on sctp 1", /names no packets/],
  ["9lives: internet never reaches prod-pci", /id/],
  [`${"a or ".repeat(60)}b never reaches c`, /from/],
])("`%s` is refused with its line and what is expected", (line, why) => {
  try {
    parseInvariants(`# first\n${line}\n`, "invariants.txt");
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    expect(error).toMatchObject({
      code: "charter_malformed",
      at: "invariants.txt:2",
      message: expect.stringMatching(why),
    });
  }
});

test("the charter's own file is read", () => {
  const file = new URL("../../../../charter/invariants.txt", import.meta.url);
  expect(parseInvariants(readFileSync(file, "utf8"), "invariants.txt").map(({ id }) => id)).toContain(
    "internet-production",
  );
});
