import { applyChanges, type Estate, list, type PartName, type ResourceChange, type ResourceOf } from "@trias/estate";
import { estate as sample } from "../../__fixtures__/company-wan.ts";

const NAMES = ["test-us", "staging-us"] as const;
const TGW = "tgw-0c1d2e3f4a5b6c7d8";
const TABLE = "tgw-rtb-0c1d2e3f4a5b6c7d8";

type Put = { [P in PartName]: { readonly part: P; readonly resource: ResourceOf<P> } }[PartName];

function changed(estate: Estate, puts: readonly Put[], gone: readonly { readonly part: PartName; readonly id: string }[] = []): Estate {
  const before = (part: PartName, id: string) => {
    const found = estate.parts[part];
    return found.status === "known" ? (found.resources.get(id) ?? null) : null;
  };
  const changes = [
    ...puts.map(({ part, resource }) => ({ part, id: resource.id, before: before(part, resource.id), after: resource })),
    ...gone.map(({ part, id }) => ({ part, id, before: before(part, id), after: null })),
  ] as ResourceChange[];
  return applyChanges(estate, changes, { serial: estate.serial + 1, time: estate.time });
}

function vpcOf(name: string): ResourceOf<"vpcs"> {
  const found = list(sample, "vpcs").find(({ tags }) => tags["Name"] === name);
  if (!found) throw new TypeError(`the sample has no VPC ${name}`);
  return found;
}

const [one, other] = [vpcOf(NAMES[0]), vpcOf(NAMES[1])];

/** A rule in each group, so that the two networks have something to say to each other. */
function withRules(estate: Estate): Estate {
  const rule = (cidr: string) => ({
    protocol: "tcp",
    from_port: 8443,
    to_port: 8443,
    cidrs: [cidr],
    groups: [],
    prefix_lists: [],
    description: "tests of the next release",
  });
  return changed(
    estate,
    [one, other].flatMap((vpc, i): Put[] =>
      list(estate, "security_groups")
        .filter((group) => group.vpc === vpc.id)
        .map((group) => {
          const from = [other, one][i]?.cidrs[0] ?? "";
          return { part: "security_groups", resource: { ...group, ingress: [...group.ingress, rule(from)] } };
        }),
    ),
  );
}

function attachment(vpc: ResourceOf<"vpcs">): ResourceOf<"transit_gateway_attachments"> {
  const subnets = new Map(list(sample, "subnets").flatMap(({ id, vpc: of, zone }) => (of === vpc.id ? [[zone, id]] : [])));
  return {
    id: `tgw-attach-${vpc.id.slice(4)}`,
    transit_gateway: TGW,
    type: "vpc",
    resource: vpc.id,
    region: vpc.region,
    account: vpc.account,
    state: "available",
    route_table: TABLE,
    subnets: [...subnets.values()],
    tags: { Name: vpc.tags["Name"] ?? "" },
  };
}

function throughTransitGateway(estate: Estate): Estate {
  const attachments = [one, other].map(attachment);
  const tables = [one, other].flatMap((vpc, i) =>
    list(estate, "route_tables")
      .filter((table) => table.vpc === vpc.id)
      .map((table): Put => {
        const destination = [other, one][i]?.cidrs[0] ?? "";
        const route = { destination, target: { type: "transit-gateway" as const, id: TGW } };
        return { part: "route_tables", resource: { ...table, routes: [...table.routes, route] } };
      }),
  );
  return changed(estate, [
    { part: "transit_gateways", resource: { id: TGW, region: one.region, account: one.account, asn: 64_512, tags: {} } },
    ...attachments.map((resource): Put => ({ part: "transit_gateway_attachments", resource })),
    {
      part: "transit_gateway_route_tables",
      resource: {
        id: TABLE,
        transit_gateway: TGW,
        propagations: attachments.map(({ id }) => id),
        routes: [],
        complete: false,
        tags: {},
      },
    },
    ...tables,
  ]);
}

function withShare(estate: Estate): Estate {
  const [network] = list(estate, "core_networks");
  if (!network) throw new TypeError("the sample has a core network");
  const share = { action: "share", mode: "attachment-route", segment: "nonprodtest", "share-with": ["nonprodstaging"] };
  const policy = { ...network.policy, "segment-actions": [...(network.policy["segment-actions"] ?? []), share] };
  return changed(estate, [{ part: "core_networks", resource: { ...network, policy, policy_version: network.policy_version + 1 } }]);
}

function withoutRoutes(estate: Estate): Estate {
  return changed(
    estate,
    list(estate, "route_tables").flatMap((table): Put[] => {
      const routes = table.routes.filter(({ target }) => target.type !== "transit-gateway");
      return routes.length === table.routes.length ? [] : [{ part: "route_tables", resource: { ...table, routes } }];
    }),
  );
}

function withoutTransitGateway(estate: Estate): Estate {
  const parts = ["transit_gateway_attachments", "transit_gateway_route_tables", "transit_gateways"] as const;
  return changed(estate, [], parts.flatMap((part) => list(estate, part).map(({ id }) => ({ part, id }))));
}

/** The phases of a move of two networks of the sample from a Transit Gateway to the core network, each a whole estate. */
export function migration(): Readonly<Record<string, Estate>> {
  const start = throughTransitGateway(withRules(sample));
  const shared = withShare(start);
  const moved = withoutRoutes(shared);
  return { "0-transit-gateway": start, "1-shared": shared, "2-moved": moved, "3-core-network": withoutTransitGateway(moved) };
}

/** The phase that somebody would be tempted to do first: the routes go before the segments are shared. */
export function tooEarly(): Estate {
  return withoutRoutes(migration()["0-transit-gateway"] as Estate);
}
