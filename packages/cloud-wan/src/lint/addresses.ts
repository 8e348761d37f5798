import { type Cidr, overlaps } from "@trias/estate";
import { blocksOf } from "../reach/destination.ts";
import { sharesInto } from "../routing/shares.ts";
import type { Check, Finding } from "./finding.ts";

/** CW-09, R75: VPCs whose blocks overlap within reach of one another. */
export const overlappingCidrs: Check = ({ policy, attachments, placements }) => {
  const near = new Set(sharesInto(policy).map(({ from, to }) => `${from} ${to}`));
  const blocks = attachments.flatMap((attachment) => {
    const placement = placements.get(attachment.id);
    if (attachment.type !== "vpc" || placement?.state !== "placed" || placement.segment === null) return [];
    const { segment } = placement;
    return ([4, 6] as const).flatMap((family) =>
      blocksOf(attachment, family).map((block) => ({ block, id: attachment.id, segment })),
    );
  });
  blocks.sort((a, b) => compare(a.block, b.block));
  const findings: Finding[] = [];
  const open: typeof blocks = [];
  for (const one of blocks) {
    while (open.length > 0 && !overlaps(open.at(-1)?.block ?? one.block, one.block)) open.pop();
    const other = open.findLast(
      ({ id, segment }) => id !== one.id && (segment === one.segment || near.has(`${segment} ${one.segment}`)),
    );
    if (other) {
      findings.push({
        id: "cidr-overlap",
        path: `attachments[${one.id}]`,
        level: "error",
        message: `${one.block.text} of \`${one.id}\` overlaps ${other.block.text} of \`${other.id}\`, and both are within reach of \`${one.segment}\``,
        fix: "give one of them other addresses, or keep their segments apart",
      });
    }
    open.push(one);
  }
  return findings;
};

/** By family and first address, the wider block first, so that what holds a block comes before it. */
function compare(a: Cidr, b: Cidr): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.prefix - b.prefix;
}

/** R65, CW-12: a Transit Gateway route table in an isolated segment is heard and hears nothing. */
export const isolatedTransitGateways: Check = ({ policy, attachments, placements }) =>
  attachments.flatMap((attachment): Finding[] => {
    const placement = placements.get(attachment.id);
    if (
      attachment.type !== "transit-gateway-route-table" ||
      placement?.state !== "placed" ||
      placement.segment === null
    )
      return [];
    const segment = policy.segments.find(({ name }) => name === placement.segment);
    if (segment?.["isolate-attachments"] !== true) return [];
    return [
      {
        id: "isolated-transit-gateway",
        path: `attachments[${attachment.id}]`,
        level: "warning",
        message: `\`${segment.name}\` is isolated, yet its other attachments learn the routes of \`${attachment.id}\`, which learns none of theirs`,
        fix: "put Transit Gateway route tables into a segment of their own",
      },
    ];
  });

/** R67: static routes to what is not there, or to two attachments of one region. */
export const staticRoutes: Check = ({ policy, attachments, placements, withAttachments }) => {
  if (!withAttachments) return [];
  const regionOf = new Map(attachments.map(({ id, region }) => [id, region]));
  return policy.segmentActions.flatMap((action, i): Finding[] => {
    if (action.action !== "create-route" || action.destinations.includes("blackhole")) return [];
    const seen = new Map<string, string>();
    return action.destinations.flatMap((id, j): Finding[] => {
      const path = `segment-actions[${i}].destinations[${j}]`;
      if (placements.get(id)?.state !== "placed") {
        return [
          {
            id: "static-route-not-placed",
            path,
            level: "error",
            message: `\`${id}\` is no attachment that is placed: the route leads nowhere`,
            fix: "name an attachment that is in a segment",
          },
        ];
      }
      const region = regionOf.get(id) ?? "";
      const twin = seen.get(region);
      seen.set(region, id);
      if (twin === undefined) return [];
      return [
        {
          id: "static-route-two-in-region",
          path,
          level: "error",
          message: `\`${id}\` and \`${twin}\` are both in ${region}; AWS takes one a region`,
          fix: "keep one of them",
        },
      ];
    });
  });
};
