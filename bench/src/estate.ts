import { type Estate, generateLargeEstate, list, type ScalingGroup, type Subnet, segmentOfVpc } from "@trias/estate";

export interface BenchEstate {
  /** Running instances at least. */
  readonly instances: number;
  /** Small scaling groups outside of production, each of its own. */
  readonly scalingGroups: number;
}

const SEED = 7;

/** A generated estate with room for every case of a run to have a target of its own. */
export function benchEstate({ instances, scalingGroups }: BenchEstate): Estate {
  const estate = generateLargeEstate({ instances, seed: SEED });
  const subnets = list(estate, "subnets").filter(({ vpc }) => segmentOfVpc(estate, vpc)?.startsWith("nonprod-"));
  const groups = Array.from({ length: scalingGroups }, (_, i) => scalingGroup(i, estate, subnets));
  return {
    ...estate,
    parts: {
      ...estate.parts,
      scaling_groups: {
        status: "known",
        serial: estate.serial,
        time: estate.time,
        resources: new Map(groups.map((group) => [group.id, group])),
      },
    },
  };
}

function scalingGroup(i: number, estate: Estate, subnets: readonly Subnet[]): ScalingGroup {
  const subnet = subnets[i % subnets.length];
  const vpc = list(estate, "vpcs").find(({ id }) => id === subnet?.vpc);
  const segment = vpc && segmentOfVpc(estate, vpc.id);
  return {
    id: `workers-${String(i + 1).padStart(4, "0")}`,
    region: vpc?.region ?? "",
    account: vpc?.account ?? "",
    subnets: [subnet?.id ?? ""],
    instance_type: "t3.medium",
    volume_gib: 8,
    min: 1,
    desired: 1,
    max: 4,
    tags: { environment: "non-production", ...(segment ? { segment } : {}) },
  };
}
