import { type Estate, get, interfacesOf, isKnown, list, segmentsOfVpc, tryParseCidr } from "@trias/estate";
import type { Place } from "../answer.ts";

/** One end of a question as a setting would name it. */
export interface End {
  /** The narrowest blocks that stand for it; empty where none is known. */
  readonly blocks: readonly string[];
  readonly vpc: string | null;
  readonly vpcBlocks: readonly string[];
  readonly segments: readonly string[];
}

export interface Ends {
  readonly from: End;
  readonly to: End;
}

export function endsOf(estate: Estate, from: Place, to: Place): Ends {
  return { from: endOf(estate, from), to: endOf(estate, to) };
}

const PARTS = ["interfaces", "instances", "databases", "load_balancers", "endpoints", "subnets", "vpcs"] as const;

function endOf(estate: Estate, place: Place): End {
  if (place === "internet") return { blocks: ["0.0.0.0/0"], vpc: null, vpcBlocks: [], segments: [] };
  const address = tryParseCidr(place);
  const owner =
    address && isKnown(estate, "interfaces")
      ? list(estate, "interfaces").find(({ private_ip }) => `${private_ip}/32` === address.text)
      : undefined;
  const id = owner?.id ?? place;
  for (const part of PARTS) {
    const found = isKnown(estate, part) ? get(estate, part, id) : undefined;
    if (!found) continue;
    const vpc = part === "vpcs" ? found.id : "vpc" in found ? found.vpc : null;
    return inVpc(estate, vpc, blocksOf(estate, found));
  }
  return { blocks: address ? [address.text] : [], vpc: null, vpcBlocks: [], segments: [place] };
}

function inVpc(estate: Estate, id: string | null, blocks: readonly string[]): End {
  const vpc = id !== null && isKnown(estate, "vpcs") ? get(estate, "vpcs", id) : undefined;
  const segments = vpc && isKnown(estate, "attachments") ? segmentsOfVpc(estate, vpc.id) : [];
  return { blocks, vpc: vpc?.id ?? null, vpcBlocks: vpc?.cidrs ?? [], segments };
}

function blocksOf(estate: Estate, found: object & { readonly id: string }): string[] {
  if ("private_ip" in found) return [`${String(found.private_ip)}/32`];
  if ("interfaces" in found && "state" in found && isKnown(estate, "interfaces")) {
    return interfacesOf(estate, found.id).map(({ private_ip }) => `${private_ip}/32`);
  }
  if ("cidrs" in found && Array.isArray(found.cidrs)) return found.cidrs.map(String);
  if ("cidr" in found) return [String(found.cidr)];
  if (!("subnets" in found) || !Array.isArray(found.subnets) || !isKnown(estate, "subnets")) return [];
  return found.subnets.flatMap((id: unknown) => get(estate, "subnets", String(id))?.cidr ?? []);
}
