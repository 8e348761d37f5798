import { PostgresError } from "./errors.ts";

/** A 64-bit integer of the database as a number; one that a number can't hold exactly is an error, not a near miss. */
export function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new PostgresError("number_unsafe", `\`${text.slice(0, 40)}\` can't be held exactly`);
  }
  return value;
}
