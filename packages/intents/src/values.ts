import ipaddr from "ipaddr.js";
import { z } from "zod";

/** One address as a range of one: `203.0.113.45/32` or `2001:db8::1/128`, in the spelling that `oneAddress` gives. */
export const oneAddressSchema = z
  .string()
  .max(49)
  .refine((text) => oneAddress(text) === text, {
    error: "expected one address such as `203.0.113.45/32` or `2001:db8::1/128`",
  });
export const cidrSchema = z
  .string()
  .max(49)
  .refine(ipaddr.isValidCIDR, { error: "expected a range such as `10.0.0.0/16`" });
export const regionSchema = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `us-west-2`");
export const environmentSchema = z.enum(["production", "non-production"]);
export type Environment = z.infer<typeof environmentSchema>;
export const complianceSchema = z.enum(["pci", "gdpr", "soc2", "hipaa"]);
export const segmentSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "expected a segment by its estate name, such as `prod-api`");
export const instanceIdSchema = z
  .string()
  .regex(/^i-[0-9a-f]{8,17}$/, "expected an instance id such as `i-0abc1234567890def`");
export const nameSchema = z.string().min(1).max(200);
export const momentSchema = z.string().min(1).max(100);

/**
 * The canonical one-address range for `203.0.113.45`, `203.0.113.45/32`, `2001:db8::1` and the like; null for anything
 * wider, for short and octal spellings of IPv4 that two readers take differently, and for an IPv4 address in IPv6 dress.
 */
export function oneAddress(text: string): string | null {
  const [address = "", length, ...rest] = text.split("/");
  if (rest.length > 0) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return length === undefined || length === "32" ? `${ipaddr.IPv4.parse(address).toString()}/32` : null;
  }
  if (!address.includes(":") || address.includes("%") || !ipaddr.IPv6.isValid(address)) return null;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return null;
  return length === undefined || length === "128" ? `${parsed.toString()}/128` : null;
}
