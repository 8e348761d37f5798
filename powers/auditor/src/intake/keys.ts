import { digestBytes, utf8 } from "@trias/core";
import type { Heard } from "./reading.ts";

/** What names an event, in the form that columns hold. */
export interface EventKey {
  /** Empty where nobody vouched for it. INVARIANT: such a one never folds into, or stands in the way of, what a source signed. */
  readonly source: string;
  readonly account: string;
  readonly id: string;
  readonly identity: string;
  /** Under which something that needed nothing is found; null for what needs something. */
  readonly quiet: string | null;
}

export function keyOf({ source, classification }: Pick<Heard, "source" | "classification">): EventKey {
  const { account, id, identity, response } = classification;
  return {
    source: source ?? "",
    account: asKey(account ?? ""),
    id: asKey(id),
    identity: asKey(identity),
    quiet: response.action === "none" ? quietIdentity(identity) : null,
  };
}

/** INVARIANT: what calls for something never folds into a case that was closed because nothing had to be done. */
export function quietIdentity(identity: string): string {
  return asKey(`quiet ${identity}`);
}

/** An outsider's text as a key: what is long, or holds what a column can't, is named by its digest. */
function asKey(text: string): string {
  return text.length <= 200 && !text.includes("\u0000") ? text : digestBytes(utf8(text));
}
