import { describe, expect, test } from "vitest";
import { estateOf, merged, other, type Parts, pair, transit, transitRoute } from "./__fixtures__/small-estate.ts";
import { diffEstates, diffEverything } from "./diff.ts";

const any = (from: string, to: string) => ({ from, to, protocol: "any", ports: "any" });

function joined(more: Parameters<typeof transit>[0] = {}): Parts {
  return merged(pair(), other(), transit(more));
}

describe("what a change of a Transit Gateway makes possible", () => {
  test.each([
    [
      "a propagation that ends",
      { table: { propagations: ["att-a"] } },
      [any("vpc-a", "10.2.0.0/16"), any("vpc-b", "10.2.0.0/16")],
    ],
    [
      "an attachment that loses its table",
      { b: { route_table: null } },
      [any("vpc-b", "10.1.0.0/16"), any("vpc-b", "10.2.0.0/16")],
    ],
    ["an attachment that goes", { b: { state: "deleting" } }, undefined],
    [
      "a blackhole",
      { routes: [transitRoute("10.2.1.0/24", [])] },
      [any("vpc-a", "10.2.1.0/24"), any("vpc-b", "10.2.1.0/24")],
    ],
  ] as const)("%s closes, and opens the other way round", (_, more, closed) => {
    const [before, after] = [estateOf(joined()), estateOf(joined(more as Parameters<typeof transit>[0]))];
    const difference = diffEstates(before, after);
    expect(difference.opened).toEqual([]);
    if (closed) expect(difference.closed).toEqual(closed);
    expect(difference.closed.length).toBeGreaterThan(0);
    expect(difference).toEqual(diffEverything(before, after));
    expect(diffEstates(after, before)).toEqual({ opened: difference.closed, closed: [] });
  });

  test("a static route that leads elsewhere opens there and closes here", () => {
    const to = (attachment: string) => estateOf(joined({ routes: [transitRoute("0.0.0.0/0", [attachment])] }));
    const { opened, closed } = diffEstates(to("att-a"), to("att-b"));
    expect(opened).toEqual([any("vpc-a", "0.0.0.0/0"), any("vpc-b", "0.0.0.0/0")]);
    expect(closed).toEqual(opened);
  });

  test("a VPN that gets a static route opens its prefix", () => {
    const vpn = (...routes: string[]) =>
      estateOf(
        merged(pair(), {
          vpn_gateways: [{ id: "vgw-1", vpc: "vpc-a", asn: 64_512, state: "available", tags: {} }],
          vpn_connections: [
            {
              id: "vpn-1",
              gateway: "vgw-1",
              customer_gateway: "cgw-1",
              remote: null,
              static_only: true,
              routes,
              state: "available",
              tags: {},
            },
          ],
        }),
      );
    expect(diffEstates(vpn(), vpn("192.168.0.0/16")).opened).toEqual([any("vpc-a", "192.168.0.0/16")]);
  });
});
