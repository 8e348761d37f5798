import { join } from "node:path";
import type { ProcessConfig } from "@trias/protocol";
import { z } from "zod";
import type { Kept } from "./keeper.ts";
import { cellOf, isRoot, type Layout } from "./layout.ts";
import { eachLine, LogFile } from "./log-file.ts";
import { type ProcessEntry, type ProcessName, processEntry } from "./processes.ts";
import { spawnSealed } from "./seal.ts";
import { askHealth } from "./status.ts";

export interface KeptProcessOptions {
  readonly layout: Layout;
  readonly node: string;
  readonly uidBase: number;
  readonly name: ProcessName;
  config(entry: ProcessEntry): ProcessConfig;
}

/** A sealed process as something to keep running: its output goes to its log, and it answers when its health does. */
export function keptProcess(options: KeptProcessOptions): Kept {
  const { name, layout } = options;
  const entry = processEntry(name);
  const config = options.config(entry);
  const log = new LogFile(join(layout.logs, `${name}.log`));
  const url = `https://${config.listen.host}:${config.listen.port}`;
  return {
    name,
    async start() {
      const child = await spawnSealed({
        name,
        folder: cellOf(layout, name),
        node: options.node,
        uid: isRoot ? options.uidBase + entry.offset : null,
        config,
        heapMiB: entry.heapMiB,
      });
      let complaint = "";
      for (const stream of [child.stdout, child.stderr]) {
        eachLine(stream, (line) => {
          log.write(line);
          complaint = complaintIn(line) ?? complaint;
        });
      }
      return { ...child, exited: child.exited.then((why) => (complaint === "" ? why : `${why}: ${complaint}`)) };
    },
    async answers() {
      return (await askHealth(name, url, config.tls.ca))?.build === config.build;
    },
  };
}

const errorLineSchema = z.looseObject({ level: z.literal("error"), error: z.string() });

/** What a process says about its own failure; null for every other line. */
function complaintIn(line: string): string | null {
  if (!line.includes('"level":"error"')) return null;
  try {
    return errorLineSchema.parse(JSON.parse(line)).error.slice(0, 500);
  } catch {
    return null;
  }
}
