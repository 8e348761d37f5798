import { randomBytes } from "node:crypto";

/** One a command: the same call sent again after a lost answer is the same request. */
export function newKey(): string {
  return randomBytes(16).toString("hex");
}
