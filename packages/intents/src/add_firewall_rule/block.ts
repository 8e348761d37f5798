import type { Intent } from "@trias/protocol";
import { oneAddress } from "../values.ts";

/** Parameters that narrow a rule to less than "this address, everywhere": the block lists can't hold them. */
const NARROWER = ["segment", "port", "protocol", "expires"];

/**
 * The one address that a request asks to block everywhere, as a range of one; null where the request is anything else: an
 * `allow`, a range, a name, two ends, or a rule narrower than the firewalls' block lists.
 */
export function blockedAddress({ parameters }: Intent): string | null {
  if (parameters["effect"] !== "block" || NARROWER.some((name) => parameters[name] !== undefined)) return null;
  const { source, destination } = parameters;
  const end = source === undefined ? destination : destination === undefined ? source : undefined;
  return typeof end === "string" ? oneAddress(end) : null;
}
