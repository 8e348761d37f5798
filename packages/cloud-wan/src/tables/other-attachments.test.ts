import { describe, expect, test } from "vitest";
import { A_EU, A_US, andBack, routes, there, to } from "../__fixtures__/questions.ts";
import { bgp, simulated, vpc } from "../__fixtures__/small-policy.ts";

describe("R74 attachments other than VPCs", () => {
  const at = (type: string) => bgp("x", type, "eu-west-1", "a", [{ prefix: "172.16.0.0/12", as_path: [65100] }]);

  test.each(["connect", "site-to-site-vpn", "transit-gateway-route-table", "direct-connect-gateway"])(
    "R74 %s is placed by its own tags and announces over BGP",
    (type) => {
      const simulation = simulated({}, A_EU, at(type));
      expect(andBack(simulation, "a-eu", to("x"))).toMatchObject({
        verdict: "delivered",
        forward: { as_path: [65100], egress_attachment: "x" },
      });
      expect(andBack(simulation, "x", to("a-eu")).verdict).toBe("delivered");
    },
  );

  test("R74 a Direct Connect gateway is at several edges, and each takes its own", () => {
    const dx = { ...at("direct-connect-gateway"), edge_locations: ["eu-west-1", "us-east-1"] };
    const simulation = simulated({}, A_EU, A_US, dx);
    expect(there(simulation, "a-us", to("x"))).toMatchObject({ verdict: "delivered", egress_edge: "us-east-1" });
    expect(routes(simulation, "a", "ap-south-1")).toContain("172.16.0.0/12 to x or x by attachment-policies[1] may");
    expect(andBack(simulation, "x", to("a-us")).verdict).toBe("delivered");
  });
});

test("R75 two VPCs with one block within reach: where it goes is not decided", () => {
  const twin = { ...A_US, id: "twin", cidrs4: ["10.1.0.0/16"] };
  const simulation = simulated({}, A_EU, twin, vpc("a-ap", "ap-south-1", "a", "10.6.0.0/16"));
  expect(there(simulation, "a-ap", to("twin"))).toMatchObject({
    verdict: "may",
    reason: expect.stringContaining("instead"),
  });
  expect(routes(simulation, "a", "ap-south-1")[0]).toBe("10.1.0.0/16 to a-eu or twin by attachment-policies[1] may");
});
