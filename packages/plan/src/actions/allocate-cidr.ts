import { contains, type Estate, need, overlaps, parseCidr } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { inserted } from "../canonical-order.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { cidrField } from "../fields.ts";
import { inverseAction, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({
  cidr: cidrField,
  /** What the block is for, such as `segment:nonprod-machine-learning`. */
  resource: z.string().max(256),
  description: z.string().max(255),
});
const released = z.strictObject({ cidr: cidrField });

export const allocateCidr: ActionDefinition<z.infer<typeof parameters>> = {
  name: "allocate_cidr",
  part: "ipam_pools",
  creates: false,
  parameters,
  api: ["ec2:AllocateIpamPoolCidr"],
  changes(estate, target, given) {
    const pool = need(estate, "ipam_pools", target);
    checkFree(estate, target, given.cidr);
    return [replaced("ipam_pools", pool, { allocations: inserted(pool.allocations, [given]) })];
  },
  touches: (_estate, target) => [ref("ipam_pools", target)],
  inverse: (_before, target, { cidr }) => inverseAction("release_cidr", target, { cidr }),
  describe: (target, { cidr, resource }) => `allocate ${cidr} from the pool \`${target}\` for \`${resource}\``,
  seconds: 5,
};

function checkFree(estate: Estate, target: string, text: string): void {
  const pool = need(estate, "ipam_pools", target);
  const cidr = parseCidr(text);
  const taken = pool.allocations.find((item) => overlaps(parseCidr(item.cidr), cidr));
  if (taken) {
    throw new PlanError(
      "already_exists",
      `\`${taken.cidr}\` of the pool \`${target}\` is allocated to \`${taken.resource}\``,
      {
        at: `ipam_pools.${target}`,
        fix: "take a block that is free",
      },
    );
  }
  if (!contains(parseCidr(pool.cidr), cidr)) {
    throw new PlanError("not_applicable", `\`${text}\` lies outside of the pool \`${target}\``, {
      at: `ipam_pools.${target}`,
      fix: `expected a block of ${pool.cidr}`,
    });
  }
}

export const releaseCidr: ActionDefinition<z.infer<typeof released>> = {
  name: "release_cidr",
  part: "ipam_pools",
  creates: false,
  parameters: released,
  api: ["ec2:ReleaseIpamPoolAllocation"],
  changes(estate, target, { cidr }) {
    const pool = need(estate, "ipam_pools", target);
    const rest = pool.allocations.filter((item) => item.cidr !== cidr);
    if (rest.length === pool.allocations.length) {
      throw new PlanError("absent", `the pool \`${target}\` has no allocation \`${cidr}\``, {
        at: `ipam_pools.${target}`,
        fix: "name an allocation exactly as the pool lists it",
      });
    }
    return [replaced("ipam_pools", pool, { allocations: rest })];
  },
  touches: (_estate, target) => [ref("ipam_pools", target)],
  inverse(before, target, { cidr }) {
    const found = need(before, "ipam_pools", target).allocations.find((item) => item.cidr === cidr);
    return found ? inverseAction("allocate_cidr", target, found) : noInverse("there is no such allocation");
  },
  describe: (target, { cidr }) => `give ${cidr} back to the pool \`${target}\``,
  seconds: 5,
};
