import { describe, expect, test } from "vitest";
import { A_EU, andBack, B_EU, C_EU, INTERNET, routes, there, to } from "../__fixtures__/questions.ts";
import {
  firewall,
  isolated,
  open,
  override,
  sendTo,
  sendVia,
  share,
  simulated,
  vpc,
} from "../__fixtures__/small-policy.ts";

describe("R68 send-to", () => {
  test("R68 both default routes lead to the region's own attachment, out and back", () => {
    const simulation = simulated(
      { "segment-actions": [sendTo("a")] },
      A_EU,
      firewall("fw-eu", "eu-west-1"),
      firewall("fw-us", "us-east-1"),
    );
    expect(andBack(simulation, "a-eu", INTERNET)).toMatchObject({
      verdict: "delivered",
      forward: {
        inspected_in: ["eu-west-1"],
        inspection_hops: 1,
        egress_attachment: "fw-eu",
        rule: "segment-actions[0].via",
      },
    });
    expect(routes(simulation, "a", "us-east-1")).toContain("::/0 to fw:fw-us by segment-actions[0].via");
  });

  test("R68 else to the override's, else to one that AWS does not name; the only one is certain", () => {
    const [eu, us] = [firewall("fw-eu", "eu-west-1"), firewall("fw-us", "us-east-1")];
    const asia = vpc("a-ap", "ap-south-1", "a", "10.6.0.0/16");
    const answer = (overrides: readonly unknown[] | undefined, ...all: Record<string, unknown>[]) =>
      there(simulated({ "segment-actions": [sendTo("a", overrides)] }, asia, ...all), "a-ap", INTERNET);
    expect(answer([override(["ap-south-1"], "us-east-1")], eu, us)).toMatchObject({
      verdict: "delivered",
      inspected_in: ["us-east-1"],
    });
    expect(answer(undefined, eu, us)).toMatchObject({
      verdict: "delivered",
      inspected_in: null,
      egress_edge: null,
      inspection_hops: 1,
    });
    expect(answer(undefined, us)).toMatchObject({ verdict: "delivered", inspected_in: ["us-east-1"] });
  });

  test("R68 without any attachment of the group it is lost", () => {
    expect(there(simulated({ "segment-actions": [sendTo("a")] }, A_EU), "a-eu", INTERNET)).toMatchObject({
      verdict: "blocked",
      rule: "segment-actions[0].via",
    });
  });

  test("R68 the way out carries nothing private", () => {
    const simulation = simulated(
      { "segment-actions": [sendTo("a"), sendTo("b")] },
      A_EU,
      B_EU,
      firewall("fw-eu", "eu-west-1"),
    );
    expect(andBack(simulation, "a-eu", to("b-eu"))).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("no way to 10.3.0.0/16"),
    });
    expect(there(simulation, "a-eu", { kind: "address", address: "198.51.100.7" }).verdict).toBe("delivered");
    expect(there(simulation, "a-eu", { kind: "address", address: "10.99.0.1" }).verdict).toBe("blocked");
  });
});

describe("R69 send-via", () => {
  const firewalls = [firewall("fw-eu", "eu-west-1"), firewall("fw-us", "us-east-1")];
  const inspected = {
    verdict: "delivered",
    forward: { inspected_in: ["eu-west-1"] },
    back: { inspected_in: ["eu-west-1"] },
  };

  test("R69 redirects to its targets and the reply, and needs no share", () => {
    const simulation = simulated(
      { "segment-actions": [sendVia("a", "single-hop", ["b"])] },
      A_EU,
      B_EU,
      C_EU,
      ...firewalls,
    );
    expect(andBack(simulation, "a-eu", to("b-eu"))).toMatchObject(inspected);
    expect(andBack(simulation, "b-eu", to("a-eu"))).toMatchObject(inspected);
    expect(andBack(simulation, "a-eu", to("c-eu")).verdict).toBe("blocked");
  });

  test("R69 `when-sent-to` absent is the own segment, `*` takes it in", () => {
    const second = vpc("a-eu2", "eu-west-1", "a", "10.7.0.0/16");
    for (const sent of [null, "*"]) {
      const changes = { segments: [isolated("a"), open("b")], "segment-actions": [sendVia("a", "single-hop", sent)] };
      expect(andBack(simulated(changes, A_EU, second, ...firewalls), "a-eu", to("a-eu2"))).toMatchObject(inspected);
    }
  });

  test("R69 the own segment without isolation is delivered and not inspected", () => {
    const second = vpc("a-eu2", "eu-west-1", "a", "10.7.0.0/16");
    const simulation = simulated({ "segment-actions": [sendVia("a", "dual-hop", "*")] }, A_EU, second, ...firewalls);
    expect(andBack(simulation, "a-eu", to("a-eu2"))).toMatchObject({
      verdict: "delivered",
      forward: { inspection_hops: 0 },
    });
  });

  test("R69 together with a share it is not decided whether it is inspected", () => {
    const changes = { "segment-actions": [share("a", ["b"]), sendVia("a", "single-hop", ["b"])] };
    const answer = there(simulated(changes, A_EU, B_EU, ...firewalls), "a-eu", to("b-eu"));
    expect(answer).toMatchObject({ verdict: "delivered", inspected_in: null, inspection_hops: null });
  });
});

describe("R70 hops", () => {
  const [eu, us] = [firewall("fw-eu", "eu-west-1"), firewall("fw-us", "us-east-1")];
  const b = vpc("b-us", "us-east-1", "b", "10.8.0.0/16");
  const answer = (
    mode: string,
    overrides: readonly unknown[] | undefined,
    target: Record<string, unknown>,
    ...firewalls: Record<string, unknown>[]
  ) =>
    andBack(
      simulated({ "segment-actions": [sendVia("a", mode, ["b"], overrides)] }, A_EU, target, ...firewalls),
      "a-eu",
      to(String(target["id"])),
    );

  test("R70 dual-hop: the source's region, then the destination's; once if they are the same", () => {
    expect(answer("dual-hop", undefined, b, eu, us)).toMatchObject({
      verdict: "delivered",
      forward: { inspected_in: ["eu-west-1", "us-east-1"] },
      back: { inspected_in: ["us-east-1", "eu-west-1"] },
    });
    expect(answer("dual-hop", undefined, B_EU, eu, us)).toMatchObject({
      verdict: "delivered",
      forward: { inspected_in: ["eu-west-1"] },
    });
  });

  test("R70 dual-hop: a region without an attachment loses it", () => {
    expect(answer("dual-hop", undefined, b, eu)).toMatchObject({
      verdict: "blocked",
      forward: { rule: "segment-actions[0].via" },
    });
  });

  test("R70 single-hop: an override names an unordered pair", () => {
    const pair = [override(["us-east-1", "eu-west-1"], "us-east-1")];
    expect(answer("single-hop", pair, b, eu, us)).toMatchObject({
      verdict: "delivered",
      forward: { inspected_in: ["us-east-1"], rule: "segment-actions[0].via.with-edge-overrides[0]" },
      back: { inspected_in: ["us-east-1"] },
    });
    expect(answer("single-hop", pair, B_EU, eu, us)).toMatchObject({ forward: { inspected_in: ["eu-west-1"] } });
  });

  test("R70 single-hop: `[[r]]` is inside r, and an override to where nothing is loses it", () => {
    expect(answer("single-hop", [override(["eu-west-1"], "us-east-1")], B_EU, eu, us)).toMatchObject({
      forward: { inspected_in: ["us-east-1"] },
    });
    expect(answer("single-hop", [override(["eu-west-1"], "ap-south-1")], B_EU, eu, us).verdict).toBe("blocked");
  });

  test("R70 single-hop without an override between two regions: where is not decided, that it arrives is", () => {
    const { forward } = answer("single-hop", undefined, b, eu, us);
    expect(forward).toMatchObject({
      verdict: "delivered",
      inspected_in: null,
      inspection_hops: 1,
      egress_attachment: "b-us",
    });
  });
});

describe("R71 invalid and doubtful insertion", () => {
  test("R71 a group in dual-hop and in send-to makes its tables doubtful", () => {
    const changes = { "segment-actions": [sendVia("a", "dual-hop", ["b"]), sendTo("c")] };
    const simulation = simulated(changes, A_EU, B_EU, firewall("fw-eu", "eu-west-1"));
    const { routes: shown } = simulation.tables.show({ kind: "function-group", group: "fw", edge: "eu-west-1" });
    expect(shown.every(({ certainty, reason }) => certainty === "may" && reason.includes("R71"))).toBe(true);
    expect(there(simulation, "a-eu", to("b-eu")).verdict).toBe("may");
  });

  test("R71 inspection without appliance mode may lose the answer (R58)", () => {
    const changes = { "segment-actions": [sendVia("a", "single-hop", ["b"])] };
    const simulation = simulated(changes, A_EU, B_EU, firewall("fw-eu", "eu-west-1", { appliance_mode: false }));
    expect(andBack(simulation, "a-eu", to("b-eu"))).toMatchObject({
      verdict: "may",
      reason: expect.stringContaining("R58"),
    });
  });
});
