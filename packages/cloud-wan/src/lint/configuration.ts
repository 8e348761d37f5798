import { type Cidr, contains, overlaps, parseCidr } from "@trias/estate";
import type { Check, Finding } from "./finding.ts";

interface Range {
  readonly first: number;
  readonly last: number;
  readonly path: string;
  readonly text: string;
}

/** `asn-ranges`; AWS documents a range as open to the right. A single number stands for itself. */
function rangesOf(ranges: readonly string[]): Range[] {
  return ranges.map((text, i) => {
    const [first = 0, last] = text.split("-").map(Number);
    return {
      first,
      last: last === undefined ? first : last - 1,
      path: `core-network-configuration.asn-ranges[${i}]`,
      text,
    };
  });
}

/** Whether a number lies in `asn-ranges`. */
export function inRanges(asn: number, ranges: readonly string[]): boolean {
  return rangesOf(ranges).some(({ first, last }) => asn >= first && asn <= last);
}

export const asnRanges: Check = ({ policy }) => {
  const { "asn-ranges": given, "edge-locations": edges } = policy.configuration;
  const ranges = rangesOf(given);
  const findings: Finding[] = [];
  for (const range of ranges) {
    const fits = (low: number, high: number) => range.first >= low && range.last <= high;
    if (!fits(64_512, 65_534) && !fits(4_200_000_000, 4_294_967_294)) {
      findings.push({
        id: "asn-not-private",
        path: range.path,
        level: "error",
        message: `\`${range.text}\` is not all private`,
        fix: "take numbers from 64512-65534 or 4200000000-4294967294",
      });
    }
  }
  const sorted = ranges.toSorted((a, b) => a.first - b.first);
  for (const [i, range] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && range.first <= before.last) {
      findings.push({
        id: "asn-range-overlap",
        path: range.path,
        level: "warning",
        message: `\`${range.text}\` and \`${before.text}\` overlap`,
        fix: "part the ranges",
      });
    }
  }
  const size = ranges.reduce((sum, { first, last }) => sum + Math.max(0, last - first + 1), 0);
  if (size < edges.length) {
    findings.push({
      id: "asn-ranges-too-small",
      path: "core-network-configuration.asn-ranges",
      level: "error",
      message: `${size} numbers for ${edges.length} edges`,
      fix: "widen a range; its last number does not count",
    });
  }
  return [...findings, ...edgeAsns(edges, given)];
};

function edgeAsns(
  edges: readonly { location: string; asn?: number | undefined }[],
  ranges: readonly string[],
): Finding[] {
  const seen = new Map<number, string>();
  return edges.flatMap(({ location, asn }, i): Finding[] => {
    if (asn === undefined) return [];
    const path = `core-network-configuration.edge-locations[${i}].asn`;
    const twin = seen.get(asn);
    seen.set(asn, location);
    if (twin !== undefined) {
      return [
        {
          id: "edge-asn-duplicate",
          path,
          level: "error",
          message: `${location} and ${twin} both have ${asn}`,
          fix: "give every edge a number of its own",
        },
      ];
    }
    if (inRanges(asn, ranges)) return [];
    return [
      {
        id: "edge-asn-outside-ranges",
        path,
        level: "error",
        message: `${asn} of ${location} is in none of the asn-ranges`,
        fix: "the last number of a range does not count; widen it or pick another",
      },
    ];
  });
}

/** Tunnel addresses for Connect: each edge's inside the core network's, apart from each other, and large enough. */
export const insideCidrs: Check = ({ policy }) => {
  const at = "core-network-configuration";
  const core = (policy.configuration["inside-cidr-blocks"] ?? []).map((text, i) => ({
    block: parseCidr(text),
    path: `${at}.inside-cidr-blocks[${i}]`,
  }));
  const ofEdges = policy.configuration["edge-locations"].flatMap((edge, i) =>
    (edge["inside-cidr-blocks"] ?? []).map((text, j) => ({
      block: parseCidr(text),
      path: `${at}.edge-locations[${i}].inside-cidr-blocks[${j}]`,
    })),
  );
  const findings = [...core, ...ofEdges].flatMap(({ block, path }): Finding[] => {
    const most = block.family === 4 ? 24 : 64;
    if (block.prefix <= most) return [];
    return [
      {
        id: "inside-cidr-too-small",
        path,
        level: "error",
        message: `\`${block.text}\` is smaller than a /${most}`,
        fix: `take a /${most} or wider`,
      },
    ];
  });
  for (const { block, path } of ofEdges) {
    if (core.some((outer) => contains(outer.block, block))) continue;
    findings.push({
      id: "inside-cidr-outside",
      path,
      level: "error",
      message: `\`${block.text}\` lies in none of the core network's inside-cidr-blocks`,
      fix: "take it from one of them",
    });
  }
  return [...findings, ...overlapping(core), ...overlapping(ofEdges)];
};

function overlapping(blocks: readonly { block: Cidr; path: string }[]): Finding[] {
  return blocks.slice(0, 500).flatMap(({ block, path }, i): Finding[] => {
    const other = blocks.slice(0, i).find((each) => overlaps(each.block, block));
    if (!other) return [];
    return [
      {
        id: "inside-cidr-overlap",
        path,
        level: "error",
        message: `\`${block.text}\` overlaps \`${other.block.text}\` (${other.path})`,
        fix: "part the blocks",
      },
    ];
  });
}
