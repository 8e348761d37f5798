import { type Estate, type IpamPool, list, nextFree, parseCidr } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

export interface NewBlock {
  /** Prefix length. */
  readonly prefix: number;
  readonly region: string;
  readonly environment: string;
  /** What the block is for, such as `segment:nonprod-dev`. */
  readonly purpose: string;
}

/** The first free block of that size in a pool of that place; what stands in the network without an allocation is taken all the same. */
export function buildAllocateAddresses(estate: Estate, wanted: NewBlock): BuiltPlan {
  const { prefix, region, environment, purpose } = wanted;
  const pools = list(estate, "ipam_pools").filter(
    (pool) => pool.region === region && pool.tags["environment"] === environment,
  );
  const standing = list(estate, "vpcs").flatMap(({ cidrs }) => cidrs.map((cidr) => parseCidr(cidr)));
  for (const pool of pools) {
    const free = freeIn(pool, prefix, standing);
    if (free === null) continue;
    const draft = startDraft(estate);
    draft.step("allocate_cidr", pool.id, { cidr: free, resource: purpose, description: purpose });
    return draft.done(`allocate ${free} from \`${pool.id}\` for \`${purpose}\``);
  }
  throw new PlanError("full", `no pool of ${environment} in ${region} has a free /${prefix}`, {
    at: "ipam_pools",
    fix:
      pools.length === 0
        ? "there is no such pool: make one"
        : `give more addresses to ${pools.map(({ id }) => id).join(", ")}`,
    remedy: "ask",
  });
}

function freeIn(
  { cidr, allocations }: IpamPool,
  prefix: number,
  standing: readonly ReturnType<typeof parseCidr>[],
): string | null {
  const pool = parseCidr(cidr);
  if (prefix < pool.prefix || prefix > (pool.family === 4 ? 32 : 128)) return null;
  return nextFree(pool, [...allocations.map((each) => parseCidr(each.cidr)), ...standing], prefix)?.text ?? null;
}
