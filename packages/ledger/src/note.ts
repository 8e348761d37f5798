import { concatBytes, equalBytes, fromBase64, type Signer, toBase64, utf8, verifyEd25519 } from "@trias/core";
import { LedgerError } from "./errors.ts";
import { checkName, type LogKey, noteKeyId } from "./log-key.ts";

const MAX_NOTE = 16_384;
const MAX_SIGNATURES = 64;
const SIGNATURE_LINE = /^— (\S+) (\S+)$/u;

/** A C2SP signed note: `text` ends in a line feed, one signature line a signer follows after an empty line. */
export function signNote(text: string, name: string, signer: Signer): string {
  checkText(text);
  const id = noteKeyId({ name: checkName(name), publicKey: signer.publicKey });
  return `${text}\n— ${name} ${toBase64(concatBytes(id, signer.sign(utf8(text))))}\n`;
}

/**
 * The text of a note that `key` signed. Signatures of unknown keys are passed over; a signature under `key`'s own name and id
 * that does not verify refuses the whole note.
 */
export function openNote(note: string, key: LogKey): string {
  const { text, signatures } = splitNote(note);
  const id = noteKeyId(key);
  const message = utf8(text);
  let signed = false;
  for (const signature of signatures) {
    if (signature.name !== key.name || !equalBytes(signature.bytes.slice(0, 4), id)) continue;
    if (!verifyEd25519(key.publicKey, message, signature.bytes.slice(4))) {
      throw new LedgerError("note_unsigned", `the signature of \`${key.name}\` does not verify`);
    }
    signed = true;
  }
  if (!signed) throw new LedgerError("note_unsigned", `no signature of \`${key.name}\` stands under the note`);
  return text;
}

interface NoteSignature {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  if (note.length > MAX_NOTE) throw new LedgerError("note_malformed", `a note of more than ${MAX_NOTE} characters`);
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) throw new LedgerError("note_malformed", "no signatures after an empty line");
  const text = note.slice(0, cut + 1);
  checkText(text);
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new LedgerError("note_malformed", "too many signatures");
  return { text, signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [, name, body] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || body === undefined) throw new LedgerError("note_malformed", "a malformed signature line");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(body);
  } catch (cause) {
    throw new LedgerError("note_malformed", "a signature is not canonical base64", { cause });
  }
  if (bytes.length < 5) throw new LedgerError("note_malformed", "a signature is too short");
  return { name, bytes };
}

function checkText(text: string): void {
  if (!text.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f\u007f]/.test(text) || !text.isWellFormed()) {
    throw new LedgerError("note_malformed", "a note's text ends in a line feed and holds no other control characters");
  }
}
