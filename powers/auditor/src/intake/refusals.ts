import { canonicalJson, digestBytes, utf8 } from "@trias/core";
import { clip } from "../cases/edit.ts";
import type { Writer } from "../store/writer.ts";
import type { Refused } from "./reading.ts";

/** Writes down what was refused, by digest and reason: one entry for all that came together. */
export async function recordRefusals(
  writer: Writer,
  refusals: readonly Refused[],
  claimedSource: string | undefined,
): Promise<void> {
  const [first] = refusals;
  if (first === undefined) return;
  const claimed = { claimed_source: clip(claimedSource ?? "", 64) };
  if (refusals.length === 1) {
    const { digest, code, why } = first;
    const body = { what: "event", digest, code, why: clip(why, 500), ...claimed };
    await writer.write(async (change) => void change.append({ type: "refusal", body }));
    return;
  }
  const lines = refusals.map(({ digest, code, why }) => `${canonicalJson({ digest, code, why: clip(why, 500) })}\n`);
  const bytes = utf8(lines.join(""));
  const body = { what: "events", count: refusals.length, digest: digestBytes(bytes), ...claimed };
  await writer.write(
    async (change) =>
      void change.append({ type: "refusal", body, blobs: [{ mediaType: "application/x-ndjson", bytes }] }),
  );
}
