import { type Estate, isKnown, list, type ScalingGroup } from "@trias/estate";
import { isRequest } from "../sentence/clauses.ts";
import { amountOf, durationOf, factorOf, startOf } from "../sentence/quantities.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { given, type Recogniser } from "./reading.ts";

const SCALE = ["scale", "scaling", "upscale", "downscale", "resize", "rescale", "autoscale", "right-size"];
const GROW = [
  "double",
  "triple",
  "quadruple",
  "halve",
  "grow",
  "shrink",
  "increase",
  "decrease",
  "reduce",
  "expand",
  "raise",
  "lower",
  "add",
  "remove",
  "set",
  "bring",
  "bump",
  "ramp",
  "boost",
  "get",
  "give",
];
const THINGS = [
  "capacity",
  "instances",
  "nodes",
  "servers",
  "scaling group",
  "auto scaling group",
  "autoscaling group",
  "asg",
  "fleet",
  "cluster",
  "group",
  "size",
  "workers",
  "machines",
  "hosts",
  "vms",
];

/** `scale up for 10x`, `double the capacity of asg-web`, `set asg-web to 92 instances`. */
export const scaleCapacity: Recogniser = (clause, whole, estate) => {
  const groups = namedGroups(clause, estate);
  const scale = says(clause, ...SCALE);
  const grow = says(clause, ...GROW) && ((groups.exact && groups.named.length > 0) || says(clause, ...THINGS));
  if (!scale && !grow) return null;
  const own = factorOf(clause);
  const amount = own === null ? amountOf(clause) : null;
  // "We expect twice the traffic, scale accordingly" gives the factor in another clause.
  const factor = own ?? (amount === null ? factorOf(whole) : null);
  const said = factor !== null || amount !== null || groups.named.length > 0;
  if (!said && !(scale && isRequest(clause.words))) return null;
  const parameters = {
    factor,
    amount,
    start: startOf(clause) ?? startOf(whole),
    duration: durationOf(clause),
  };
  const certain = factor === own;
  const targets = groups.exact ? groups.named : groups.named.slice(0, groups.named.length === 1 ? 1 : 0);
  if (targets.length === 0) return [{ type: "scale_capacity", parameters: given(parameters), certain }];
  // Several groups and several numbers: which number is whose would be a guess.
  if (targets.length > 1 && clause.words.filter((word) => /^\d+$/.test(word)).length > 1) return null;
  return targets.map(({ id }) => ({
    type: "scale_capacity",
    parameters: given({ target: id, ...parameters }),
    certain: certain && groups.exact,
  }));
};

/** Scaling groups that the words name: by id or name; else by the segment that they stand in, which is a guess. */
function namedGroups(
  { words, segments }: Sentence,
  estate: Estate,
): { readonly named: readonly ScalingGroup[]; readonly exact: boolean } {
  if (!isKnown(estate, "scaling_groups")) return { named: [], exact: true };
  const spoken = new Set(words);
  const groups = list(estate, "scaling_groups");
  const exact = groups.filter(
    ({ id, tags }) =>
      spoken.has(id.toLowerCase()) || (tags["Name"] !== undefined && spoken.has(tags["Name"].toLowerCase())),
  );
  if (exact.length > 0) return { named: exact, exact: true };
  const beside = groups.filter(({ tags }) => tags["segment"] !== undefined && segments.includes(tags["segment"]));
  return { named: beside, exact: false };
}
