import { applyChanges, type Estate, list, need, type ResourceChange } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { estate } from "../__fixtures__/company-wan.ts";
import { reach } from "../trace.ts";
import { remedyOf } from "./remedy.ts";

const vpcNamed = (name: string) => list(estate, "vpcs").find(({ tags }) => tags["Name"] === name)?.id ?? "";
const interfaceIn = (name: string) => list(estate, "interfaces").find(({ vpc }) => vpc === vpcNamed(name))?.id ?? "";
const databaseIn = (name: string) => list(estate, "databases").find(({ vpc }) => vpc === vpcNamed(name))?.id ?? "";

function after(changes: readonly { readonly change: ResourceChange }[]): Estate {
  return applyChanges(
    estate,
    changes.map(({ change }) => change),
    { serial: estate.serial + 1, time: estate.time },
  );
}

describe("the smallest changes that would let packets through", () => {
  const [from, to] = [interfaceIn("dev-us"), databaseIn("data-us")];
  const packet = { protocol: "tcp", port: 5432 };
  const remedy = remedyOf(estate, from, to, packet);

  test("are found by trying them, and named in words", () => {
    expect(reach(estate, from, to, packet).verdict).toBe("blocked");
    expect(remedy.verdict).toBe("delivered");
    expect(remedy.obstacle).toBeNull();
    expect(remedy.changes.map(({ text }) => text).join("\n")).toMatch(
      /share the segments `nonprod-dev` and `prod-data`/,
    );
    expect(reach(after(remedy.changes), from, to, packet).verdict).toBe("delivered");
  });

  test("are all needed", () => {
    for (const [i] of remedy.changes.entries()) {
      // Two that touch the same resource can't be taken apart: the later one holds the earlier.
      const rest = remedy.changes.filter((each, j) => j !== i && each.change.id !== remedy.changes[i]?.change.id);
      expect(reach(after(rest), from, to, packet).verdict).toBe("blocked");
    }
  });

  test("say what they would open besides", () => {
    expect(remedy.flows.opened.length).toBeGreaterThan(0);
    expect(remedy.flows.closed).toEqual([]);
  });
});

test("a rule admits the one address and port, in the group that fewest carry", () => {
  const vpc = vpcNamed("api-eu");
  const [one, ...others] = list(estate, "interfaces").filter((each) => each.vpc === vpc);
  const other = others.find(
    (each) => reach(estate, one?.id ?? "", each.id, { protocol: "udp", port: 4789 }).verdict === "blocked",
  );
  const { changes, verdict } = remedyOf(estate, one?.id ?? "", other?.id ?? "", { protocol: "udp", port: 4789 });
  expect(verdict).toBe("delivered");
  for (const { change, text } of changes) {
    expect(change.part).toBe("security_groups");
    expect(text).toMatch(/udp 4789 (?:to|from) 10\.1\.\d+\.\d+\/32$/);
  }
});

test("where nothing stands in the way nothing is proposed", () => {
  const api = interfaceIn("api-us");
  const open = list(estate, "databases").find(
    ({ id }) => reach(estate, api, id, { protocol: "tcp", port: 5432 }).verdict === "delivered",
  );
  if (open)
    expect(remedyOf(estate, api, open.id, { protocol: "tcp", port: 5432 })).toMatchObject({
      changes: [],
      obstacle: null,
    });
});

test("what no single setting changes is named as what stands in the way", () => {
  const { changes, obstacle, verdict } = remedyOf(estate, "internet", databaseIn("data-us"), {
    protocol: "tcp",
    port: 5432,
  });
  expect({ changes, verdict }).toEqual({ changes: [], verdict: "blocked" });
  expect(obstacle?.rule).toMatch(/public address/);
});

test("a denial in a network ACL is answered by an entry before it", () => {
  const [from, to] = [interfaceIn("payments-eu"), databaseIn("payments-eu")];
  const group = need(estate, "databases", to).groups[0] ?? "";
  expect(group).not.toBe("");
  const subnet = need(estate, "subnets", need(estate, "databases", to).subnets[0] ?? "");
  const acl = need(estate, "network_acls", subnet.network_acl);
  const deny = {
    number: 1,
    egress: false,
    protocol: "-1",
    cidr: "0.0.0.0/0",
    from_port: null,
    to_port: null,
    action: "deny" as const,
  };
  const shut = applyChanges(
    estate,
    [
      {
        part: "network_acls",
        id: acl.id,
        before: acl,
        after: { ...acl, entries: [...acl.entries.filter(({ number }) => number > 1), deny] },
      },
    ],
    { serial: 9, time: estate.time },
  );
  const { obstacle } = remedyOf(shut, from, to, { protocol: "tcp", port: 5432 });
  // No number is left before the first: it has to be moved by hand.
  expect(obstacle).toMatchObject({ at: "network ACL", resource: acl.id });
});
