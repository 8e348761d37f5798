import { type Digest, digestValue } from "@trias/core";

/** A reviewed text that a model is given. A changed text is a new version; the ledger records which one was used. */
export interface Prompt {
  /** What the model is asked for: `meaning`, `event`, `explain`. */
  readonly id: string;
  readonly version: number;
  readonly text: string;
  /** Over id, version and text. */
  readonly digest: Digest;
}

export function definePrompt(id: string, version: number, text: string): Prompt {
  const whole = `${text.trim()}\n`;
  return { id, version, text: whole, digest: digestValue({ id, version, text: whole }) };
}
