import type { Estate } from "../estate.ts";
import type { WanDescriptionInput } from "./description.ts";
import { generateEstate } from "./generate.ts";

export interface LargeEstateOptions {
  /** Running instances, each with one interface and about ten to a security group. */
  readonly instances: number;
  /** Another seed gives other ids. */
  readonly seed: number;
}

const VPCS = 40;
const PER_GROUP = 10;
const REGIONS: Readonly<Record<string, string>> = { "eu-west-1": "Ireland", "us-east-1": "Northern Virginia" };
const SEGMENTS = [
  "prod-general",
  "prod-api",
  "prod-data",
  "prod-pci",
  "nonprod-dev",
  "nonprod-test",
  "shared-services",
  "security",
];

/** An estate for measurements: 40 VPCs with four subnets each, in eight segments and two regions. */
export function generateLargeEstate({ instances, seed }: LargeEstateOptions): Estate {
  const description: WanDescriptionInput = {
    name: `large-${seed}`,
    time: "2026-11-02T08:00:00.000Z",
    public_range: "198.18.0.0/15",
    accounts: { network: "200200300400", ...Object.fromEntries(SEGMENTS.map((name, i) => [name, `20020030041${i}`])) },
    regions: { ...REGIONS },
    pools: Object.keys(REGIONS).flatMap((region, i) => [
      { region, environment: "production" as const, cidr: `10.${i * 64}.0.0/11` },
      { region, environment: "non-production" as const, cidr: `10.${i * 64 + 32}.0.0/11` },
    ]),
    core_network: {
      account: "network",
      asn_ranges: ["64512-64555"],
      inspection: "inspection",
      segments: Object.fromEntries(
        SEGMENTS.map((name) => [
          name,
          { account: name, egress: name !== "prod-pci", isolated: name === "prod-pci", purpose: name },
        ]),
      ),
      shares: [
        { "shared-services": SEGMENTS.filter((name) => name !== "shared-services" && name !== "prod-pci") },
        { security: ["prod-general", "prod-api", "prod-data"] },
        { "prod-api": ["prod-general", "prod-data"] },
      ],
      inspected: [{ "prod-pci": ["shared-services"] }],
    },
    vpcs: [...Object.keys(REGIONS).map(inspection), ...Array.from({ length: VPCS }, (_, i) => spoke(i, instances))],
    buckets: [
      {
        id: "log-archive",
        region: "eu-west-1",
        account: "network",
        purpose: "log-archive",
        object_lock: true,
        tags: { environment: "production" },
      },
    ],
    log_bucket: "log-archive",
    roles: [{ id: "trias-executor", account: "network", path: "/trias/", policies: ["TriasExecutor"] }],
  };
  return generateEstate(description);
}

type VpcInput = WanDescriptionInput["vpcs"][number];

function inspection(region: string, i: number): VpcInput {
  const cidr = `100.64.${i * 4}.0/22`;
  return {
    name: `inspection-${region}`,
    kind: "inspection",
    region,
    account: "network",
    cidr,
    tags: { environment: "production" },
  };
}

function spoke(i: number, instances: number): VpcInput {
  const segment = SEGMENTS[i % SEGMENTS.length] ?? "prod-general";
  const region = Object.keys(REGIONS)[Math.floor(i / SEGMENTS.length) % 2] ?? "eu-west-1";
  const production = !segment.startsWith("nonprod-");
  const net = (region === "eu-west-1" ? 0 : 64) + (production ? 0 : 32) + Math.floor(i / 16) * 8 + (i % 8);
  const count = Math.floor(instances / VPCS) + (i < instances % VPCS ? 1 : 0);
  const groups = Array.from({ length: Math.ceil(count / PER_GROUP) }, (_, j) => `app-${j + 1}`);
  return {
    name: `vpc-${i + 1}`,
    kind: "spoke",
    region,
    segment,
    cidr: `10.${net}.0.0/16`,
    tags: {
      environment: production ? "production" : "non-production",
      ...(segment === "prod-pci" && { compliance: "pci" }),
    },
    groups: Object.fromEntries(
      groups.map((name) => [name, { in: ["tcp 443 from 10.0.0.0/8"], out: ["tcp 443 to 0.0.0.0/0"] }]),
    ),
    instances: groups.map((group, j) => ({
      name: group,
      count: Math.min(PER_GROUP, count - j * PER_GROUP),
      type: "m7g.large",
      group,
      tier: j % 2 === 0 ? ("app" as const) : ("data" as const),
    })),
  };
}
