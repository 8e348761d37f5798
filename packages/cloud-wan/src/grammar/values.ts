import { tryParseCidr } from "@trias/estate";
import { z } from "zod";

/** Name of a segment, network function group or routing policy: AWS takes letters and digits only. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, "expected a letter, then letters and digits, at most 64");

/** Name of a routing policy: longer than the others, and may begin with a digit. */
export const routingPolicyNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9]{1,100}$/, "expected letters and digits, at most 100");

export const regionSchema = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `eu-west-1`");

export const descriptionSchema = z.string().max(1000);

/** Any block of addresses of either family, without bits right of the prefix. */
export const cidrSchema = z
  .string()
  .max(49)
  .refine((text) => tryParseCidr(text) !== null, "expected a block of addresses such as `10.0.0.0/16`");

const MAX_ASN = 4_294_967_295;

/** A whole number up to 2^32 − 1; AWS's own samples write some of them as strings. */
function whole(expected: string): z.ZodType<number> {
  return z
    .union([z.int().min(0).max(MAX_ASN), z.string().regex(/^\d{1,10}$/)], { error: expected })
    .transform(Number)
    .refine((value) => value <= MAX_ASN, expected);
}

export const asnSchema = whole("expected an autonomous system number such as 65000");
/** A multi-exit discriminator or a local preference. */
export const metricSchema = whole("expected a whole number from 0 to 4294967295");

export const communitySchema = z.string().regex(/^\d{1,10}:\d{1,10}$/, "expected a community such as `65051:100`");

/** One value, or several of them: AWS takes both where the key speaks of a list. */
export function listOf<T>(item: z.ZodType<T>, expected: string): z.ZodType<readonly T[]> {
  return z
    .union([item, z.array(item).min(1).max(100)], { error: expected })
    .transform((value): readonly T[] => (Array.isArray(value) ? value : [value]));
}

/** A list of autonomous system numbers; a string may hold several, parted by spaces or commas. */
export const asnListSchema = z.preprocess(
  (value) => (typeof value === "string" ? value.trim().split(/[\s,]+/) : value),
  listOf(asnSchema, "expected autonomous system numbers such as [65500, 65501]"),
);

export const communityListSchema = listOf(communitySchema, "expected communities such as `65051:100`");
