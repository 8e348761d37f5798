import { createReadStream, statSync } from "node:fs";
import { messageOf } from "@trias/core";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

/** The bytes of a file, or of standard input for `-`; never more than `maxBytes` are taken in. */
export async function readInput(path: string, maxBytes: number, what: string): Promise<Uint8Array> {
  if (path !== "-") checkFile(path, maxBytes, what);
  const stream = path === "-" ? process.stdin : createReadStream(path);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer);
      size += bytes.length;
      if (size > maxBytes) throw tooLarge(path, maxBytes, what);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw unreadable(path, what, error);
  }
  if (size === 0) throw new CliError("file_unreadable", EXIT.usage, `${what} is empty`, { at: path });
  return new Uint8Array(Buffer.concat(chunks));
}

function checkFile(path: string, maxBytes: number, what: string): void {
  let stat: ReturnType<typeof statSync>;
  try {
    stat = statSync(path);
  } catch (error) {
    throw unreadable(path, what, error);
  }
  if (stat.isDirectory())
    throw new CliError("file_unreadable", EXIT.usage, `\`${path}\` is a folder`, { fix: `name the file of ${what}` });
  if (stat.size > maxBytes) throw tooLarge(path, maxBytes, what);
}

function unreadable(path: string, what: string, cause: unknown): CliError {
  const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  const message = missing ? `there is no file \`${path}\`` : `\`${path}\` can't be read: ${messageOf(cause)}`;
  return new CliError("file_unreadable", EXIT.usage, message, {
    fix: `name the file of ${what}, or \`-\` for standard input`,
    cause,
  });
}

function tooLarge(path: string, maxBytes: number, what: string): CliError {
  return new CliError("file_too_large", EXIT.usage, `\`${path}\` is too large for ${what}`, {
    fix: `at most ${maxBytes} bytes are taken`,
  });
}
