import { lookUpBy } from "./look-up.ts";
import type { ResourceOf, SecurityGroup } from "./resources.ts";

/** Parts whose resources carry security groups. */
export const CARRIER_PARTS = ["interfaces", "load_balancers", "databases", "endpoints"] as const;
export type CarrierPart = (typeof CARRIER_PARTS)[number];

/** The resources of one of these parts that carry a group. */
export const carrying = lookUpBy<ResourceOf<CarrierPart>>(({ groups }) => groups);

/** The groups that have a rule for the members of a group, itself included. */
export const referencing = lookUpBy<SecurityGroup>(({ ingress, egress }) =>
  [...ingress, ...egress].flatMap((rule) => rule.groups),
);
