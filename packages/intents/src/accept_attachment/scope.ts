import { type Attachment, type Estate, get, placeAttachment, type ResourceChange, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { attachmentsNamed, textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { territoryOf } from "../territory.ts";

interface Acceptance {
  readonly attachment: Attachment;
  /** Policy name of where the policy puts it; null where it lands nowhere. */
  readonly segment: string | null;
  readonly group: string | null;
}

export function acceptAttachmentScope(intent: Intent, before: Estate): Scope {
  const acceptance = acceptanceOf(intent, before);
  if (acceptance === null) {
    return permitsNothing(
      "nothing, until the attachment is known",
      "the request names no attachment that waits and lands there",
    );
  }
  const { attachment, segment } = acceptance;
  const own = territoryOf(before, [attachment], []);
  const behind = (from: string, to: string) =>
    own.holds(from) || own.holds(to) ? null : `neither \`${from}\` nor \`${to}\` is behind \`${attachment.id}\``;
  return {
    summary: `\`${attachment.id}\` (\`${attachment.resource}\`) accepted into \`${segment ?? acceptance.group ?? "no segment"}\``,
    change: (change) => acceptanceChange(acceptance, change),
    opened: ({ from, to }) => behind(from, to),
    closed: ({ from, to }) => behind(from, to),
  };
}

function acceptanceOf(intent: Intent, before: Estate): Acceptance | null {
  const [attachment, ...more] = attachmentsNamed(before, textOf(intent, "attachment") ?? "");
  const network = attachment && get(before, "core_networks", attachment.core_network);
  if (!network || more.length > 0 || !attachment.state.startsWith("PENDING_")) return null;
  const { segment, network_function_group: group, unknown } = placeAttachment(network.policy, attachment);
  const expected = textOf(intent, "segment");
  if (unknown !== undefined || (expected !== null && segmentNames(before).policyName(expected) !== segment))
    return null;
  return { attachment, segment, group };
}

function acceptanceChange({ attachment, segment, group }: Acceptance, change: ResourceChange): string | null {
  if (change.part !== "attachments" || change.id !== attachment.id) {
    return `\`${change.id}\` of \`${change.part}\` is not \`${attachment.id}\``;
  }
  const { after } = change;
  if (after === null) return `\`${attachment.id}\` is deleted`;
  const stray = strayKey(attachment, after, ["state", "segment", "network_function_group"]);
  if (stray !== null) return `\`${stray}\` of \`${attachment.id}\` changes`;
  const lands = after.segment === segment && after.network_function_group === group && after.state === "AVAILABLE";
  return lands ? null : `\`${attachment.id}\` would be ${after.state} in \`${after.segment ?? "no segment"}\``;
}
