import type { Estate, ResourceChange } from "@trias/estate";
import type { Facts } from "@trias/policy";
import type { Effects } from "../3-effects.ts";

/** Buckets of these purposes hold what watches the network. */
const EVIDENCE = /audit|log|trail|ledger|config|finding/i;

/** What watches the network and would be weakened, and whatever is Trias's own (P5). */
export function tamperingOf({ steps, after }: Effects): Facts["tampering"] {
  return steps
    .flatMap(({ simulated }) => simulated.changes)
    .flatMap((change) => {
      const what = weakened(change, after);
      return what === null ? [] : [{ part: change.part, id: change.id, what }];
    });
}

function weakened(change: ResourceChange, end: Estate): string | null {
  switch (change.part) {
    case "watchers":
      return watcher(change.before, change.after);
    case "flow_logs":
      return flowLog(change.before, change.after, end);
    case "buckets":
      return bucket(change.before, change.after);
    case "roles":
      return isOwn(change.before) || isOwn(change.after) ? "one of Trias's own roles would change" : null;
    case "firewalls":
      return change.before?.logging && !(change.after?.logging ?? false) ? "a firewall would stop logging" : null;
    default:
      return null;
  }
}

type Of<P extends ResourceChange["part"]> = Extract<ResourceChange, { part: P }>["before"];

function watcher(before: Of<"watchers">, after: Of<"watchers">): string | null {
  if (before === null) return null;
  if (after === null) return `a ${before.kind} watcher would be deleted`;
  if (before.state === "ENABLED" && after.state !== "ENABLED") return `${before.kind} would be switched off`;
  if (before.destination !== after.destination) return `${before.kind} would report somewhere else`;
  return before.kind === after.kind ? null : "a watcher would become another";
}

/** INVARIANT: a flow log may go only with what it watches. */
function flowLog(before: Of<"flow_logs">, after: Of<"flow_logs">, end: Estate): string | null {
  if (before === null) return null;
  if (after === null) return watched(end, before.resource) ? "a flow log would be deleted" : null;
  if (before.state === "ACTIVE" && after.state !== "ACTIVE") return "a flow log would be stopped";
  if (before.traffic !== after.traffic && after.traffic !== "ALL") return "a flow log would see less";
  if (before.destination !== after.destination) return "a flow log would go somewhere else";
  return before.resource === after.resource ? null : "a flow log would watch something else";
}

function watched(estate: Estate, id: string): boolean {
  return (["vpcs", "subnets", "interfaces"] as const).some((name) => {
    const part = estate.parts[name];
    // What is unknown may well be there.
    return part.status === "unknown" || part.resources.has(id);
  });
}

function bucket(before: Of<"buckets">, after: Of<"buckets">): string | null {
  if (before === null || !EVIDENCE.test(before.purpose)) return null;
  if (after === null) return "a store of logs would be deleted";
  if (before.object_lock && !after.object_lock) return "a store of logs would lose its lock";
  if (before.encrypted && !after.encrypted) return "a store of logs would lose its encryption";
  return before.purpose === after.purpose ? null : "a store of logs would get another purpose";
}

function isOwn(role: Of<"roles">): boolean {
  return role?.path.startsWith("/trias/") ?? false;
}
