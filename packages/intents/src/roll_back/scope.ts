import type { Estate, PartName, Resource, ResourceChange } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { same } from "../comparing.ts";
import type { Scope, ScopeContext } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { placesOf } from "./places.ts";

/** Counters that only ever grow in the cloud: going back to an older content gives a newer number. */
const COUNTERS: Readonly<Partial<Record<PartName, string>>> = {
  core_networks: "policy_version",
  prefix_lists: "version",
};

export function rollBackScope({ parameters }: Intent, before: Estate, { executed }: ScopeContext): Scope {
  const name = String(parameters["case"] ?? "");
  if (executed === undefined || executed.length === 0) {
    return permitsNothing("nothing: no executed plan is known", `nothing that \`${name}\` executed is known`);
  }
  const places = placesOf(executed, before);
  const touched = (flow: Flow): string | null =>
    places.has(flow.from) || places.has(flow.to)
      ? null
      : `\`${name}\` touched neither \`${flow.from}\` nor \`${flow.to}\``;
  return {
    summary: `what \`${name}\` executed, the other way round`,
    change: (change) => inverse(name, executed, change),
    opened: touched,
    closed: touched,
  };
}

/** INVARIANT: a resource goes from a state that the case left it in to an older one that the same case found. */
function inverse(name: string, executed: readonly ResourceChange[], change: ResourceChange): string | null {
  const own = executed.filter((one) => one.part === change.part && one.id === change.id);
  const [first] = own;
  if (first === undefined) return `\`${change.id}\` was not touched by \`${name}\``;
  const states = [first.before, ...own.map((one) => one.after)];
  const to = states.findIndex((state) => alike(change.part, state, change.after));
  const from = states.findLastIndex((state) => alike(change.part, state, change.before));
  if (to !== -1 && to < from) return null;
  return from === -1
    ? `\`${change.id}\` is no longer as \`${name}\` left it`
    : `\`${change.id}\` does not go back to how \`${name}\` found it`;
}

function alike(part: PartName, a: Resource | null, b: Resource | null): boolean {
  if (a === null || b === null) return a === b;
  const counter = COUNTERS[part];
  return counter === undefined ? same(a, b) : same({ ...a, [counter]: 0 }, { ...b, [counter]: 0 });
}
