import { describe, expect, test } from "vitest";
import { A_EU, A_US, andBack, B_EU, C_EU, INTERNET, routes, there, to } from "../__fixtures__/questions.ts";
import { bgp, firewall, isolated, open, sendTo, share, simulated, vpc } from "../__fixtures__/small-policy.ts";

test("R64 in an open segment all blocks are in every edge's table, both families", () => {
  const six = { ...A_US, cidrs6: ["2001:db8:2::/56"] };
  const simulation = simulated({}, { ...A_EU, cidrs6: ["2001:db8:1::/56"] }, six);
  for (const edge of ["eu-west-1", "us-east-1", "ap-south-1"]) expect(routes(simulation, "a", edge)).toHaveLength(4);
  expect(andBack(simulation, "a-eu", to("a-us")).verdict).toBe("delivered");
  expect(andBack(simulation, "a-eu", to("a-us"), 6).verdict).toBe("delivered");
  expect(andBack(simulated({}, A_EU, A_US), "a-eu", to("a-us"), 6).verdict).toBe("blocked");
});

describe("R65 isolation", () => {
  const tgw = bgp("tgw", "transit-gateway-route-table", "eu-west-1", "a", [
    { prefix: "10.9.0.0/16", as_path: [64900] },
  ]);

  test("R65 an isolated segment has no routes of its own attachments, and the answer names the setting", () => {
    const simulation = simulated({ segments: [isolated("a")] }, A_EU, A_US);
    expect(routes(simulation, "a", "eu-west-1")).toEqual([]);
    expect(there(simulation, "a-eu", to("a-us"))).toMatchObject({
      verdict: "blocked",
      rule: "segments[0].isolate-attachments",
    });
  });

  test("R65 a Transit Gateway route table is heard there and learns nothing: no round trip", () => {
    const simulation = simulated({ segments: [isolated("a")] }, A_EU, tgw);
    expect(there(simulation, "a-eu", to("tgw")).verdict).toBe("delivered");
    expect(there(simulation, "tgw", to("a-eu"))).toMatchObject({
      verdict: "blocked",
      rule: "segments[0].isolate-attachments",
    });
    expect(andBack(simulation, "a-eu", to("tgw")).verdict).toBe("blocked");
    expect(andBack(simulation, "tgw", to("a-eu")).verdict).toBe("blocked");
  });
});

describe("R66 shares", () => {
  test("R66 both ways, and one hop", () => {
    const simulation = simulated({ "segment-actions": [share("b", ["a", "c"])] }, A_EU, B_EU, C_EU);
    expect(andBack(simulation, "a-eu", to("b-eu"))).toMatchObject({
      verdict: "delivered",
      forward: { rule: "segment-actions[0]" },
    });
    expect(andBack(simulation, "b-eu", to("a-eu")).verdict).toBe("delivered");
    expect(andBack(simulation, "a-eu", to("c-eu"))).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("no-share"),
    });
  });

  test("R66 `*` and `except` are written out", () => {
    const all = simulated({ "segment-actions": [share("b", "*")] }, A_EU, B_EU, C_EU);
    expect(andBack(all, "c-eu", to("b-eu")).verdict).toBe("delivered");
    const some = simulated({ "segment-actions": [share("b", { except: ["c"] })] }, A_EU, B_EU, C_EU);
    expect(andBack(some, "a-eu", to("b-eu")).verdict).toBe("delivered");
    expect(andBack(some, "c-eu", to("b-eu")).verdict).toBe("blocked");
  });

  test.each([
    ["deny-filter", { "deny-filter": ["b"] }],
    ["allow-filter", { "allow-filter": ["c"] }],
  ])(
    "R66 a %s ends the round trip whichever side asks; whether the other side still learns, AWS's texts disagree",
    (key, filter) => {
      const changes = { segments: [open("a", filter), open("b"), open("c")], "segment-actions": [share("b", "*")] };
      const simulation = simulated(changes, A_EU, B_EU);
      expect(there(simulation, "a-eu", to("b-eu"))).toMatchObject({ verdict: "blocked", rule: `segments[0].${key}` });
      expect(there(simulation, "b-eu", to("a-eu")).verdict).toBe("may");
      expect(andBack(simulation, "a-eu", to("b-eu")).verdict).toBe("blocked");
      expect(andBack(simulation, "b-eu", to("a-eu")).verdict).toBe("blocked");
    },
  );

  test("R66 segments of different regions share across their edges", () => {
    const segments = [open("a", { "edge-locations": ["eu-west-1"] }), open("b", { "edge-locations": ["us-east-1"] })];
    const b = vpc("b-us", "us-east-1", "b", "10.5.0.0/16");
    const simulation = simulated({ segments, "segment-actions": [share("a", ["b"])] }, A_EU, b);
    expect(andBack(simulation, "a-eu", to("b-us")).verdict).toBe("delivered");
    expect(simulation.tables.names()).not.toContainEqual({ kind: "segment", segment: "a", edge: "us-east-1" });
  });
});

describe("R67 create-route", () => {
  const route = (destinations: readonly string[], cidr = "192.0.2.0/24") => ({
    action: "create-route",
    segment: "a",
    "destination-cidr-blocks": [cidr],
    destinations,
  });

  test("R67 a region without an attachment of its own takes another's; two of them are not decided between", () => {
    const simulation = simulated({ "segment-actions": [route(["a-eu", "a-us"])] }, A_EU, A_US);
    expect(routes(simulation, "a", "eu-west-1")).toContain("192.0.2.0/24 to a-eu by segment-actions[0]");
    expect(routes(simulation, "a", "us-east-1")).toContain("192.0.2.0/24 to a-us by segment-actions[0]");
    expect(routes(simulation, "a", "ap-south-1")).toContain("192.0.2.0/24 to a-eu or a-us by segment-actions[0] may");
  });

  test("R67 it goes into no share and no function group", () => {
    const changes = { "segment-actions": [route(["a-eu"]), share("a", ["b"]), sendTo("a")] };
    const simulation = simulated(changes, A_EU, B_EU, firewall("fw-eu", "eu-west-1"));
    expect(there(simulation, "b-eu", { kind: "address", address: "192.0.2.1" }).verdict).toBe("blocked");
    const { routes: ofGroup } = simulation.tables.show({ kind: "function-group", group: "fw", edge: "eu-west-1" });
    expect(ofGroup.map(({ prefix }) => prefix)).toEqual(["10.1.0.0/16"]);
  });

  test("R67 a blackhole drops what a share would carry, if it is as long", () => {
    const simulation = simulated(
      { "segment-actions": [share("a", ["b"]), route(["blackhole"], "10.3.0.0/16")] },
      A_EU,
      B_EU,
    );
    expect(there(simulation, "a-eu", to("b-eu"))).toMatchObject({ verdict: "blocked", rule: "segment-actions[1]" });
    expect(routes(simulation, "a", "eu-west-1")).toContain("10.3.0.0/16 blackhole by segment-actions[1]");
  });

  test("R67 a route to an attachment that is nowhere leads nowhere", () => {
    const simulation = simulated({ "segment-actions": [route(["attachment-0123456789abcdef0"])] }, A_EU);
    expect(routes(simulation, "a", "eu-west-1")).toContain("192.0.2.0/24 blackhole by segment-actions[0]");
  });

  test("R67 a default route into an egress VPC leads out, and the answer needs a route back", () => {
    const actions = [route(["b-eu"], "0.0.0.0/0"), share("a", ["b"])];
    expect(andBack(simulated({ "segment-actions": actions }, A_EU, B_EU), "a-eu", INTERNET)).toMatchObject({
      verdict: "delivered",
      forward: { egress_attachment: "b-eu", egress_edge: "eu-west-1", inspected_in: [] },
    });
    const oneWay = simulated({ "segment-actions": [actions[0]] }, A_EU, B_EU);
    expect(there(oneWay, "a-eu", INTERNET).verdict).toBe("delivered");
    expect(andBack(oneWay, "a-eu", INTERNET).verdict).toBe("blocked");
  });

  test("R67 an answer that does not pass the appliance of the way there does not arrive", () => {
    const actions = [route(["b-eu"], "10.4.0.0/16"), share("a", ["b", "c"]), share("b", ["c"])];
    const simulation = simulated({ "segment-actions": actions }, A_EU, { ...B_EU, appliance_mode: true }, C_EU);
    expect(andBack(simulation, "a-eu", to("c-eu"))).toMatchObject({
      verdict: "blocked",
      forward: { verdict: "delivered", inspected_in: ["eu-west-1"] },
      back: { verdict: "delivered", inspected_in: [] },
    });
  });

  test("R67 an appliance that a route leads to passes on; another VPC may", () => {
    const actions = [route(["b-eu"], "10.0.0.0/8"), share("b", ["a", "c"])];
    const through = (appliance: boolean) =>
      there(
        simulated({ "segment-actions": actions }, A_EU, { ...B_EU, appliance_mode: appliance }, C_EU),
        "a-eu",
        to("c-eu"),
      );
    expect(through(true)).toMatchObject({
      verdict: "delivered",
      inspected_in: ["eu-west-1"],
      egress_attachment: "c-eu",
    });
    expect(through(false).verdict).toBe("may");
  });
});
