import { type Attachment, type CoreNetwork, type Estate, get, type ResourceChange, segmentNames } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { attachmentsNamed, textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { placingRule, strayTag } from "../placing.ts";
import { type Territory, territoryOf } from "../territory.ts";

interface Move {
  readonly attachment: Attachment;
  readonly network: CoreNetwork;
  /** Policy name. */
  readonly segment: string;
  readonly before: Estate;
}

export function moveAttachmentScope(intent: Intent, before: Estate): Scope {
  const move = moveOf(intent, before);
  if (move === null) {
    return permitsNothing(
      "nothing, until attachment and segment are known",
      "the request names no attachment and segment",
    );
  }
  const own = territoryOf(before, [move.attachment], []);
  return {
    summary: `\`${move.attachment.id}\` (\`${move.attachment.resource}\`) into \`${move.segment}\`, and nothing else`,
    change: (change) => moveChange(move, change),
    opened: (flow) => ofNetwork(move, own, flow),
    closed: (flow) => ofNetwork(move, own, flow),
  };
}

function moveOf(intent: Intent, before: Estate): Move | null {
  const [attachment, ...more] = attachmentsNamed(before, textOf(intent, "attachment") ?? "");
  const segment = segmentNames(before).resolve(textOf(intent, "segment") ?? "");
  const network = segment && get(before, "core_networks", segment.coreNetwork);
  if (attachment === undefined || more.length > 0 || !network || attachment.core_network !== network.id) return null;
  return { attachment, network, segment: segment.policy, before };
}

function moveChange(move: Move, change: ResourceChange): string | null {
  const { attachment, network, segment } = move;
  if (change.part === "core_networks" && change.id === network.id) {
    const placing = { resource: attachment.resource, segment, estate: move.before };
    return placingRule(placing, change.before, change.after);
  }
  if (change.part !== "attachments" || change.id !== attachment.id) {
    return `\`${change.id}\` of \`${change.part}\` is not \`${attachment.id}\``;
  }
  const { before, after } = change;
  if (before === null || after === null) return `\`${attachment.id}\` is neither made nor deleted`;
  const stray = strayKey(before, after, ["tags", "segment", "state"]);
  if (stray !== null) return `\`${stray}\` of \`${attachment.id}\` changes`;
  const tag = strayTag(network, before.tags, after.tags);
  if (tag !== null) return `the tag \`${tag}\` of \`${attachment.id}\` changes, which does not place it`;
  return landed(move, after);
}

/** Where it was, waiting for somebody's acceptance, or where it shall be. */
function landed({ attachment, segment }: Move, { segment: now, state }: Attachment): string | null {
  const waits = now === attachment.segment && state === "PENDING_TAG_ACCEPTANCE";
  if (waits || (now === segment && state === "AVAILABLE")) return null;
  return `\`${attachment.id}\` would be ${state} in \`${now ?? "no segment"}\``;
}

function ofNetwork({ attachment }: Move, own: Territory, { from, to }: Flow): string | null {
  if (own.holds(from) || own.holds(to)) return null;
  return `neither \`${from}\` nor \`${to}\` is behind \`${attachment.id}\``;
}
