import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { CoreAttachment } from "../place/attachment.ts";
import { type ChangeType, type Item, inventory } from "./inventory.ts";

/** One line of a change set. */
export interface PolicyChange {
  readonly type: ChangeType;
  readonly action: "ADD" | "MODIFY" | "REMOVE";
  readonly identifier: string;
  readonly identifier_path: string;
  readonly previous: Readonly<Record<string, unknown>> | null;
  readonly new: Readonly<Record<string, unknown>> | null;
}

/**
 * What executing the second policy after the first would change, as AWS's change set lists it, by type and path. Attachments add
 * the lines on mappings and propagation. AWS promises no order; this one is stable.
 */
export function diffPolicies(
  before: CoreNetworkPolicy,
  after: CoreNetworkPolicy,
  attachments: readonly CoreAttachment[] = [],
): readonly PolicyChange[] {
  const old = keyed(inventory(before, attachments));
  const now = keyed(inventory(after, attachments));
  const changes: PolicyChange[] = [];
  for (const [key, item] of now) {
    const was = old.get(key);
    if (!was) changes.push(change("ADD", item, null, item.values));
    else if (stable(was.values) !== stable(item.values)) changes.push(change("MODIFY", item, was.values, item.values));
  }
  for (const [key, item] of old) if (!now.has(key)) changes.push(change("REMOVE", item, item.values, null));
  return changes.sort((a, b) => order(a, b));
}

/** Two items with one path, such as two associations of a pair, stay apart by their place. */
function keyed(items: readonly Item[]): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    let key = item.path;
    for (let n = 2; found.has(key); n += 1) key = `${item.path} ${n}`;
    found.set(key, item);
  }
  return found;
}

function change(
  action: PolicyChange["action"],
  item: Item,
  previous: PolicyChange["previous"],
  next: PolicyChange["new"],
): PolicyChange {
  return { type: item.type, action, identifier: item.identifier, identifier_path: item.path, previous, new: next };
}

function order(a: PolicyChange, b: PolicyChange): number {
  if (a.identifier_path === b.identifier_path) return 0;
  return a.identifier_path < b.identifier_path ? -1 : 1;
}

/** Keys in one order, so that how a document was typed makes no difference. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
