import type { IncomingMessage } from "node:http";
import { type JsonLimits, parseStrictJson } from "@trias/core";
import { RefusalError } from "./errors.ts";

/** JSON bounds for a body of this size: a value takes two bytes at the least, but no honest message comes near that. */
function jsonLimits(maxBytes: number): JsonLimits {
  return { maxBytes, maxDepth: 64, maxValues: Math.max(10_000, Math.floor(maxBytes / 4)) };
}

export function parseBody(bytes: Uint8Array, maxBytes: number): unknown {
  return parseStrictJson(bytes, jsonLimits(maxBytes));
}

/**
 * Reads a message's body, and stops as soon as it is longer than `maxBytes`: by its declared length before the first
 * byte, else at the byte that is one too many. At most `maxBytes` are ever held.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(message.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        stop();
        chunks.length = 0;
        reject(tooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    };
    const onEnd = () => {
      stop();
      resolve(Buffer.concat(chunks));
    };
    const onBroken = (cause?: unknown) => {
      stop();
      reject(new RefusalError("bad_request", "the body broke off before its end", { remedy: "retry", cause }));
    };
    const stop = () => {
      message.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      // Somebody must hear a later error of the stream, or it ends the process.
      message.on("error", () => undefined);
    };
    message.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
  });
}

function tooLarge(maxBytes: number): RefusalError {
  return new RefusalError("too_large", `the body is larger than ${maxBytes} bytes`, { fix: "send less at once" });
}
