import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { parseStrictJson } from "@trias/core";
import { FILE_LIMITS } from "../limits.ts";
import type { Findings } from "../report/finding.ts";

export interface FileRead {
  readonly json: unknown;
  readonly bytes: Uint8Array;
  readonly modified: Date;
}

export interface FileFailed {
  /** The first key of the JSON, which names the call even where the rest is cut off. */
  readonly firstKey: string | null;
  readonly message: string;
}

/** A file's JSON, or what is wrong with the file, which is in the findings then. */
export function readJsonFile(path: string, name: string, findings: Findings): FileRead | FileFailed {
  let bytes: Uint8Array;
  let modified: Date;
  try {
    const handle = openSync(path, "r");
    try {
      const { size, mtime } = fstatSync(handle);
      modified = mtime;
      if (size > FILE_LIMITS.maxBytes) {
        const message = `${size} bytes are too many; at most ${FILE_LIMITS.maxBytes} are read`;
        findings.add({ code: "file_too_large", severity: "error", message, file: name });
        return { firstKey: null, message };
      }
      bytes = asUtf8(readFileSync(handle));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll(path, name) : "the file can't be read";
    findings.add({ code: "file_unreadable", severity: "error", message, file: name });
    return { firstKey: null, message };
  }
  try {
    return { json: parseStrictJson(bytes, FILE_LIMITS), bytes, modified };
  } catch (error) {
    const text = new TextDecoder().decode(bytes.subarray(0, 4096));
    const reason = error instanceof Error ? error.message : "no JSON";
    const message = `no whole JSON: ${reason}`;
    findings.add({ code: "file_truncated", severity: "error", message, file: name });
    return { firstKey: /^\s*\{\s*"([^"\\]{1,80})"/.exec(text)?.[1] ?? null, message };
  }
}

/** Some shells write a byte order mark in front of what a command prints, or all of it in UTF-16. */
function asUtf8(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return bytes;
  return new TextEncoder().encode(new TextDecoder("utf-16le").decode(bytes));
}
