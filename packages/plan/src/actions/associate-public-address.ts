import { list, need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({ public_ip: z.union([z.ipv4(), z.null()]) });

/** Gives an interface a public address, or takes it away where `public_ip` is null. */
export const associatePublicAddress: ActionDefinition<z.infer<typeof parameters>> = {
  name: "associate_public_address",
  part: "interfaces",
  creates: false,
  parameters,
  api: ["ec2:AssociateAddress", "ec2:DisassociateAddress"],
  changes(estate, target, { public_ip }) {
    const found = need(estate, "interfaces", target);
    if (found.public_ip === public_ip) {
      throw new PlanError("nothing_to_do", `the interface \`${target}\` has that public address already`, {
        at: `interfaces.${target}.public_ip`,
        fix: "leave the step out",
      });
    }
    const holder = public_ip === null ? undefined : list(estate, "interfaces").find((i) => i.public_ip === public_ip);
    if (holder) {
      throw new PlanError("in_use", `\`${public_ip}\` belongs to the interface \`${holder.id}\``, {
        at: `interfaces.${target}.public_ip`,
        fix: "take it away from there first",
      });
    }
    return [replaced("interfaces", found, { public_ip })];
  },
  touches: (_estate, target) => [ref("interfaces", target)],
  inverse: (before, target) =>
    inverseAction("associate_public_address", target, { public_ip: need(before, "interfaces", target).public_ip }),
  describe: (target, { public_ip }) =>
    public_ip === null
      ? `take the public address away from the interface \`${target}\``
      : `give the interface \`${target}\` the public address ${public_ip}`,
  seconds: 1,
};
