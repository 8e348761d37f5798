import { z } from "zod";

/** Fields of foreign answers: what AWS leaves out, other writers give as null. */
export const text = z.string().max(100_000);
export const maybeText = text.nullish();
export const flag = z.boolean().nullish();
export const count = z.number().int().nullish();

export function listOf<T>(item: z.ZodType<T>) {
  return z.array(item).nullish();
}

export const tagList = listOf(z.object({ Key: z.string(), Value: z.string().nullish() }));
type TagList = z.infer<typeof tagList>;

/** Tags as a record; longer ones than AWS takes are cut. */
export function tagsOf(...lists: readonly TagList[]): Record<string, string> {
  const pairs = lists
    .flatMap((list) => list ?? [])
    .map(({ Key, Value }) => [Key.slice(0, 128), (Value ?? "").slice(0, 256)]);
  return Object.fromEntries(pairs);
}
