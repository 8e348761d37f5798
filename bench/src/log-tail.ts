import { closeSync, existsSync, type FSWatcher, fstatSync, openSync, readSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { type LogLine, logLineSchema, type Power, powerSchema } from "@trias/protocol";

const CHUNK = 1 << 16;
/** Where the system loses a notification, nothing is seen later than this. */
const LOOK_AGAIN_MS = 20;

interface Tail {
  readonly file: number;
  readonly inode: number;
  readonly decoder: StringDecoder;
  offset: number;
  rest: string;
}

/** Hands over each line that a power logs, as soon as the supervisor has written it. */
export class LogTail {
  private readonly folder: string;
  private readonly take: (power: Power, line: LogLine) => void;
  private readonly tails = new Map<Power, Tail>();
  private readonly watcher: FSWatcher;
  private readonly timer: NodeJS.Timeout;
  private readonly chunk = Buffer.alloc(CHUNK);

  /** Lines from now on: what stands in the logs already is skipped. */
  constructor(folder: string, take: (power: Power, line: LogLine) => void) {
    this.folder = folder;
    this.take = take;
    for (const power of powerSchema.options) this.open(power, "end");
    this.watcher = watch(folder, (_, name) => {
      const power = powerSchema.safeParse(name?.replace(/\.log$/, ""));
      if (power.success) this.read(power.data);
      else this.readAll();
    });
    this.timer = setInterval(() => this.readAll(), LOOK_AGAIN_MS);
  }

  readAll(): void {
    for (const power of powerSchema.options) this.read(power);
  }

  close(): void {
    clearInterval(this.timer);
    this.watcher.close();
    this.readAll();
    for (const { file } of this.tails.values()) closeSync(file);
  }

  private path(power: Power): string {
    return join(this.folder, `${power}.log`);
  }

  private open(power: Power, from: "start" | "end"): void {
    if (!existsSync(this.path(power))) return;
    const file = openSync(this.path(power), "r");
    const { ino, size } = fstatSync(file);
    this.tails.set(power, {
      file,
      inode: ino,
      decoder: new StringDecoder("utf8"),
      offset: from === "end" ? size : 0,
      rest: "",
    });
  }

  private read(power: Power): void {
    const tail = this.tails.get(power);
    if (tail === undefined) {
      this.open(power, "start");
      return;
    }
    this.drain(power, tail);
    const now = statSync(this.path(power), { throwIfNoEntry: false });
    if (now === undefined || now.ino === tail.inode) return;
    // The log was turned over: what came before the turn has to be taken first.
    this.drain(power, tail);
    closeSync(tail.file);
    this.open(power, "start");
    const next = this.tails.get(power);
    if (next !== undefined && next !== tail) this.drain(power, next);
  }

  private drain(power: Power, tail: Tail): void {
    for (;;) {
      const count = readSync(tail.file, this.chunk, 0, CHUNK, tail.offset);
      if (count === 0) return;
      tail.offset += count;
      const lines = (tail.rest + tail.decoder.write(this.chunk.subarray(0, count))).split("\n");
      tail.rest = lines.pop() ?? "";
      for (const line of lines) this.hand(power, line);
    }
  }

  private hand(power: Power, text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    const line = logLineSchema.safeParse(value);
    if (line.success) this.take(power, line.data);
  }
}
