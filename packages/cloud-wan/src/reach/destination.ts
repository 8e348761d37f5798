import { type Cidr, contains, isPrivate, parseCidr, tryParseCidr } from "@trias/estate";
import { CloudWanError } from "../errors.ts";
import type { CoreAttachment } from "../place/attachment.ts";

/** What a packet is meant for. `prefix` picks one of the blocks behind an attachment; its first one of the family otherwise. */
export type Destination =
  | { readonly kind: "attachment"; readonly attachment: string; readonly prefix?: string }
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "internet"; readonly address?: string };

/** A destination with the block of addresses that is looked up for it. */
export interface Goal {
  readonly destination: Destination;
  readonly block: Cidr;
}

const DEFAULT = { 4: "0.0.0.0/0", 6: "::/0" } as const;

/** The block to look up; null where the attachment has no address of the family. */
export function goalOf(
  destination: Destination,
  attachments: ReadonlyMap<string, CoreAttachment>,
  family: 4 | 6,
): Goal | null {
  switch (destination.kind) {
    case "internet":
      return {
        destination,
        block: destination.address === undefined ? parseCidr(DEFAULT[family]) : blockOf(destination.address),
      };
    case "address":
      return { destination, block: blockOf(destination.address) };
    case "attachment": {
      const attachment = attachments.get(destination.attachment);
      if (!attachment) throw absent(destination.attachment);
      const block = destination.prefix === undefined ? firstBlock(attachment, family) : blockOf(destination.prefix);
      return block && { destination, block };
    }
  }
}

/** Blocks behind an attachment: its own first, then what it announces over BGP. */
export function blocksOf(attachment: CoreAttachment, family: 4 | 6): readonly Cidr[] {
  const own = family === 4 ? attachment.cidrs4 : attachment.cidrs6;
  return [...own, ...attachment.routes.map(({ prefix }) => prefix)]
    .map((text) => parseCidr(text))
    .filter((block) => block.family === family);
}

function firstBlock(attachment: CoreAttachment, family: 4 | 6): Cidr | null {
  return blocksOf(attachment, family)[0] ?? null;
}

export function blockOf(text: string): Cidr {
  const block = tryParseCidr(text, { hostBits: "clear" });
  if (block) return block;
  throw new CloudWanError("destination_malformed", `\`${text.slice(0, 60)}\` is no address or block of addresses`, {
    fix: "give a form such as `10.0.0.0/24` or `2001:db8::1`",
  });
}

export function absent(id: string): CloudWanError {
  return new CloudWanError("attachment_unknown", `there is no attachment \`${id}\``, {
    fix: "name one that was given",
  });
}

/** Whether an attachment is where the packet was meant to go. */
export function isGoal({ destination, block }: Goal, attachment: CoreAttachment): boolean {
  if (destination.kind === "attachment") return attachment.id === destination.attachment;
  return blocksOf(attachment, block.family).some((own) => own.prefix > 0 && contains(own, block));
}

/** Whether a way out to the internet carries it: the internet has no private addresses. */
export function leaves({ destination, block }: Goal): boolean {
  return destination.kind === "internet" || (destination.kind === "address" && block.prefix > 0 && !isPrivate(block));
}
