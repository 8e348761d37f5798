import { readFileSync } from "node:fs";
import { type Estate, generateEstate, list, type ResourceOf } from "@trias/estate";
import { createReachEngine } from "@trias/reach";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseInvariants } from "../charter/invariants.ts";
import { brokenInvariants } from "./broken.ts";

const root = new URL("../../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const estate: Estate = generateEstate(parse(read("examples/company-wan/company-wan.yaml")));
const entries = JSON.parse(read("charter/public-entries.json")).entries;
const reach = createReachEngine();

function broken(text: string, on = estate, public_entries = entries) {
  return brokenInvariants(on, { invariants: parseInvariants(text, "x"), public_entries }, reach);
}

/** The estate with every security group open to everybody. */
function wideOpen(): Estate {
  const part = estate.parts.security_groups;
  if (part.status !== "known") throw new TypeError("the sample knows its groups");
  const everything = { protocol: "-1", from_port: null, to_port: null, groups: [], prefix_lists: [], description: "" };
  const open = (group: ResourceOf<"security_groups">) => ({
    ...group,
    ingress: [{ ...everything, cidrs: ["0.0.0.0/0", "::/0"] }],
  });
  const resources = new Map([...part.resources].map(([id, group]) => [id, open(group)]));
  return { ...estate, parts: { ...estate.parts, security_groups: { ...part, resources } } };
}

test("the sample network keeps what the sample charter asks for", () => {
  expect(broken(read("charter/invariants.txt"))).toEqual({ violations: [], nowhere: [] });
});

describe("never", () => {
  test("is broken by what a place lets in, and names the flow", () => {
    expect(broken("a: prod-api never reaches prod-data").violations).toEqual([
      { invariant: "a", flow: "prod-api → prod-data any any" },
    ]);
  });

  test("may be about some packets only", () => {
    const about = (packets: string) => broken(`a: prod-eu never reaches customers-eu on ${packets}`).violations.length;
    expect([about("tcp 5432"), about("udp 53"), about("udp 53 or tcp 5432")]).toEqual([1, 0, 1]);
  });

  test("exceptions leave out what they name, and nothing beside it", () => {
    const line = "a: internet never reaches environment:production";
    expect(broken(line).violations.length).toBeGreaterThan(0);
    expect(broken(`${line} except public-entries`).violations).toEqual([]);
    // A load balancer that the charter does not name is no exception, and of one that it names only the port is.
    const [first, ...rest] = entries;
    expect(broken(`${line} except public-entries`, estate, rest).violations).toEqual([
      { invariant: "a", flow: `internet → ${first.load_balancer} any any` },
    ]);
    const otherPort = [{ ...first, port: 8443 }, ...rest];
    expect(broken(`${line} except public-entries`, estate, otherPort).violations).toEqual([
      { invariant: "a", flow: `internet → ${first.load_balancer} tcp 443` },
    ]);
  });

  test("sees what only an open group lets in", () => {
    const line = "a: internet never reaches environment:production except public-entries";
    const faces = list(estate, "interfaces").filter(({ public_ip }) => public_ip !== null).length;
    expect(faces === 0 || broken(line, wideOpen()).violations.length > 0).toBe(true);
  });

  test("an unknown part breaks it: what can't be decided is not never", () => {
    const unknown = { status: "unknown", reason: "not read" } as const;
    const blind = { ...estate, parts: { ...estate.parts, security_groups: unknown } };
    expect(broken("a: b2b-partners never reaches prod-api", blind).violations).toHaveLength(1);
  });
});

test("a place that is not there is told, and breaks nothing", () => {
  expect(broken("a: prod-gone never reaches prod-pci\nb: owner:nobody never reaches prod-pci")).toEqual({
    violations: [],
    nowhere: [
      { invariant: "a", place: "prod-gone → prod-pci" },
      { invariant: "b", place: "owner:nobody" },
    ],
  });
});

describe("every egress passes inspection", () => {
  test("holds where the way out leads through a firewall", () => {
    expect(broken("a: every egress of prod-data passes inspection").violations).toEqual([]);
  });

  test("is broken by a subnet with a gateway of its own", () => {
    const flows = broken("a: every egress of prod-general passes inspection").violations.map(({ flow }) => flow);
    expect(flows.length).toBeGreaterThan(0);
    for (const flow of flows) expect(flow).toMatch(/^subnet-[0-9a-f]+ → internet without a firewall on the way$/);
  });
});
