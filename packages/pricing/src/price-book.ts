import { PricingError } from "./errors.ts";

/** How far a price is to be trusted: read from a price list, read second-hand and agreeing, or from one weak source. */
export type Confidence = "list" | "secondary" | "low";

export interface PriceEntry {
  readonly id: string;
  /** The region that the price was read for; elsewhere the same price is taken and marked as assumed. */
  readonly region: "us-east-1";
  readonly unit: "hour" | "gib-month";
  /** Decimal US dollars. */
  readonly usd: string;
  readonly source: string;
  readonly asOf: string;
  readonly confidence: Confidence;
}

/** Hours that AWS counts for a month in its own estimates. */
export const HOURS_A_MONTH = 730n;

type Row = readonly [
  id: string,
  unit: PriceEntry["unit"],
  usd: string,
  source: string,
  asOf: string,
  confidence: Confidence,
];

const rows = [
  [
    "cloud-wan-attachment",
    "hour",
    "0.065",
    "AWS price list file (us-east-2), two readers agree",
    "2024-11-01",
    "secondary",
  ],
  ["cloud-wan-edge", "hour", "0.50", "community cost playbook", "2026-07-01", "low"],
  ["transit-gateway-attachment", "hour", "0.05", "infracost golden files", "2024-07-01", "secondary"],
  ["nat-gateway", "hour", "0.045", "infracost golden files; a 2026 price page agrees", "2026-05-01", "secondary"],
  ["interface-endpoint", "hour", "0.01", "infracost golden files", "2024-10-01", "secondary"],
  ["gateway-load-balancer-endpoint", "hour", "0.01", "infracost golden files", "2024-10-01", "secondary"],
  ["network-firewall-endpoint", "hour", "0.395", "infracost golden files", "2024-07-01", "secondary"],
  ["application-load-balancer", "hour", "0.0225", "infracost golden files", "2024-07-01", "secondary"],
  ["network-load-balancer", "hour", "0.0225", "infracost golden files", "2024-07-01", "secondary"],
  ["public-ipv4", "hour", "0.005", "infracost golden files", "2024-07-01", "secondary"],
  ["ec2-t3.medium", "hour", "0.0416", "infracost golden files", "2024-07-01", "secondary"],
  ["ec2-m7g.large", "hour", "0.0816", "a 2026 price page", "2026-06-17", "secondary"],
  ["ec2-g5.xlarge", "hour", "1.006", "a 2026 price page", "2026-06-17", "secondary"],
  ["ebs-gp3", "gib-month", "0.08", "infracost golden files", "2024-07-01", "secondary"],
  ["rds-db.t3.large-mysql", "hour", "0.136", "infracost golden files", "2026-05-01", "secondary"],
  ["rds-db.t4g.micro", "hour", "0.016", "two 2026 price pages", "2026-05-01", "secondary"],
  ["rds-db.t4g.small", "hour", "0.032", "two 2026 price pages", "2026-05-01", "secondary"],
  ["rds-db.t4g.medium", "hour", "0.065", "two 2026 price pages", "2026-05-01", "secondary"],
  ["rds-storage-gp2", "gib-month", "0.115", "infracost golden files", "2026-05-01", "secondary"],
] as const satisfies readonly Row[];

export type PriceId = (typeof rows)[number][0];

/** List prices on demand, Linux, before any discount; fixed charges only, never data or requests. */
export const PRICE_BOOK: readonly PriceEntry[] = rows.map(([id, unit, usd, source, asOf, confidence]) => ({
  id,
  region: "us-east-1",
  unit,
  usd,
  source,
  asOf,
  confidence,
}));

const byId = new Map(PRICE_BOOK.map((entry) => [entry.id, entry]));

export function priceEntry(id: PriceId): PriceEntry {
  const entry = byId.get(id);
  if (entry === undefined) throw new PricingError("price_missing", `no price \`${id}\` in the price book`);
  return entry;
}

/** The entry of an instance type, or undefined where the book has none. */
export function instancePrice(type: string): PriceEntry | undefined {
  return byId.get(`ec2-${type}`);
}

/** The entry of a database class; some classes cost the same for MySQL and PostgreSQL, others are priced by engine. */
export function databasePrice(engine: string, databaseClass: string): PriceEntry | undefined {
  if (engine !== "mysql" && engine !== "postgres") return undefined;
  return byId.get(`rds-${databaseClass}-${engine}`) ?? byId.get(`rds-${databaseClass}`);
}
