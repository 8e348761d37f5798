import { tryParseCidr } from "@trias/estate";
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
  .refine((text) => tryParseCidr(text) !== null, { error: "expected a range such as `10.0.0.0/16`" });
export const regionSchema = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `us-west-2`");
export const environmentSchema = z.enum(["production", "non-production"]);
export type Environment = z.infer<typeof environmentSchema>;
export const complianceSchema = z.enum(["pci", "gdpr", "soc2", "hipaa"]);
export const segmentSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "expected a segment by its estate name, such as `prod-api`");
/** A port, or a range of them such as `8000-8100`. */
export const portSchema = z.union([
  z.int().min(0).max(65_535),
  z.string().regex(/^\d{1,5}-\d{1,5}$/, "expected a range of ports such as `8000-8100`"),
]);
export const nameSchema = z.string().min(1).max(200);
export const momentSchema = z.string().min(1).max(100);

/**
 * The canonical one-address range for `203.0.113.45`, `203.0.113.45/32`, `2001:db8::1` and the like; null for anything
 * wider, and for spellings that two readers take differently.
 */
export function oneAddress(text: string): string | null {
  const range = tryParseCidr(text);
  return range !== null && range.first === range.last ? range.text : null;
}
