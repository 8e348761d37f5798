import { z } from "zod";
import { tryParseCidr } from "../cidr.ts";

export const id = z.string().min(1).max(256);
export const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `eu-west-1`");
export const account = z.string().regex(/^\d{12}$/, "expected a 12-digit account id");
export const cidr = z
  .string()
  .max(49)
  .refine(
    (text) => tryParseCidr(text, { hostBits: "clear" }) !== null,
    "expected a block of addresses such as `10.0.0.0/16`",
  );
export const address = z
  .string()
  .max(45)
  .refine((text) => !text.includes("/") && tryParseCidr(text) !== null, "expected an address such as `10.0.0.5`");
/** A block of addresses, or the id of a prefix list that stands for its entries. */
export const destination = z.union([z.string().regex(/^pl-[0-9a-z-]{1,60}$/), cidr]);
export const tags = z.record(z.string().max(128), z.string().max(256));
export const port = z.int().min(0).max(65_535);
