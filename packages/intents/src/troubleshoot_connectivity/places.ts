import { type Estate, segmentNames, tryParseCidr } from "@trias/estate";
import { idsNamed } from "../named.ts";

const WHOLE = new Set(["internet", "on-premises"]);

/** What an end of a question about reachability can mean: the whole internet, a segment, an address, or resources by id or name. */
export function placesCalled(estate: Estate, text: string): readonly string[] {
  const plain = text.trim().replace(/^the /i, "");
  if (WHOLE.has(plain.toLowerCase())) return [plain.toLowerCase()];
  const segment = segmentNames(estate).resolve(plain);
  if (segment !== null) return [segment.estate];
  if (tryParseCidr(plain) !== null) return [plain];
  return idsNamed(
    estate,
    ["instances", "databases", "load_balancers", "interfaces", "subnets", "vpcs", "endpoints", "attachments"],
    plain,
  );
}
