import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@trias/core";
import { type ProcessConfig, parseBytes, processConfigSchema } from "@trias/protocol";
import { LinkError } from "./errors.ts";
import { createLog, type Log } from "./log.ts";

const MAX_CONFIG_BYTES = 1 << 20;
const CLOSE_MS = 3000;

export interface ProcessContext {
  readonly config: ProcessConfig;
  readonly log: Log;
}

export interface Running {
  close(): Promise<void>;
}

/**
 * Runs a process of Trias: takes its configuration from the first line of standard input, and ends when that input ends
 * (the supervisor is gone), on SIGTERM or SIGINT, or on an error that nobody handled.
 */
export function startProcess(main: (context: ProcessContext) => Promise<Running>): void {
  let log = createLog("starting");
  let running: Running | undefined;
  let closing = false;

  const exit = (code: number): never => process.exit(code);
  const stop = async (why: string, code: number): Promise<void> => {
    if (closing) return;
    closing = true;
    log.info("closing", { why });
    if (running) {
      const closed = running.close().catch((error: unknown) => log.error("close_failed", { error: messageOf(error) }));
      await Promise.race([closed, sleep(CLOSE_MS)]);
    }
    exit(code);
  };
  const die = (event: string, error: unknown): never => {
    log.error(event, { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined });
    return exit(1);
  };

  process.on("uncaughtException", (error) => die("uncaught_exception", error));
  process.on("unhandledRejection", (error) => die("unhandled_rejection", error));
  process.on("SIGTERM", () => void stop("SIGTERM", 0));
  // The supervisor decides when its children end; a Ctrl-C reaches the whole terminal group.
  process.on("SIGINT", () => undefined);

  firstLine(process.stdin, () => void stop("standard input ended", 0))
    .then(async (line) => {
      const config = parseBytes(processConfigSchema, line, "the process configuration");
      log = createLog(config.process);
      log.info("starting", { build: config.build });
      running = await main({ config, log });
      log.info("started", {});
    })
    .catch((error: unknown) => die("start_failed", error));
}

/** The bytes up to the first line feed; what follows is read and dropped, so that the end of input is noticed. */
function firstLine(input: NodeJS.ReadableStream, ended: () => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let done = false;
    input.on("data", (data: Buffer | string) => {
      if (done) return;
      const chunk = typeof data === "string" ? Buffer.from(data) : data;
      const end = chunk.indexOf(10);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      size += chunk.length;
      if (end >= 0) {
        done = true;
        resolve(Buffer.concat(chunks));
      } else if (size > MAX_CONFIG_BYTES) {
        done = true;
        reject(new LinkError("config_malformed", `no line within ${MAX_CONFIG_BYTES} bytes of standard input`));
      }
    });
    const finish = () => {
      if (done) return ended();
      done = true;
      const fix = "the supervisor writes one line of JSON";
      reject(new LinkError("config_malformed", "standard input ended before the configuration", { fix }));
    };
    input.on("end", finish);
    input.on("error", finish);
  });
}
