import { toHex } from "@trias/core";
import {
  type Envelope,
  openStatement,
  PAYLOAD_TYPES,
  type Reading,
  type ResourceRef,
  readingSchema,
  type WantedReading,
} from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import type { Clock, RandomBytes } from "../ports.ts";
import type { Bell } from "../store/bell.ts";

const LIMITS = { maxBytes: 48 * 1024 * 1024, maxDepth: 64, maxValues: 8_000_000 };
/** A request that was handed out and not answered is handed out again after this long. */
const AGAIN_MS = 1000;

interface Asked {
  readonly wanted: WantedReading;
  readonly answer: (reading: Reading) => void;
  handedOut: number | null;
}

/** Asks the collector to read exactly some resources again, each time under a nonce of its own. */
export class Readings {
  private readonly clock: Clock;
  private readonly bell: Bell;
  private readonly random: RandomBytes;
  private readonly collectorKey: string;
  private readonly open = new Map<string, Asked>();

  constructor(options: { clock: Clock; bell: Bell; random: RandomBytes; collectorKey: string }) {
    this.clock = options.clock;
    this.bell = options.bell;
    this.random = options.random;
    this.collectorKey = options.collectorKey;
  }

  /** The signed reading, or null where none came within `ms`. */
  async read(resources: readonly ResourceRef[], ms: number): Promise<Reading | null> {
    const id = toHex(this.random(16));
    const wanted = { id, resources: resources.map(({ part, id: name }) => ({ part, id: name })) };
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Reading | null>((resolve) => {
      timer = setTimeout(() => resolve(null), ms);
      this.open.set(id, { wanted, answer: resolve, handedOut: null });
    });
    this.bell.ring("wanted");
    const reading = await answered;
    clearTimeout(timer);
    this.open.delete(id);
    return reading;
  }

  /** What is to be read; waits up to `ms` for something. */
  async wanted(ms: number, signal?: AbortSignal): Promise<WantedReading[]> {
    const monotonic = () => this.clock.monotonic();
    return (await this.bell.until("wanted", ms, async () => this.handOut(), signal, monotonic)) ?? [];
  }

  accept(envelope: Envelope): void {
    const { statement } = openStatement(envelope, PAYLOAD_TYPES.reading, this.collectorKey, readingSchema, LIMITS);
    const asked = this.open.get(statement.id);
    if (!asked) {
      throw new AuditorError("conflict", "nobody waits for this reading any more", { fix: "ask what is wanted now" });
    }
    checkComplete(asked.wanted.resources, statement);
    asked.answer(statement);
  }

  private handOut(): WantedReading[] | null {
    const now = this.clock.monotonic();
    const due = [...this.open.values()].filter(({ handedOut }) => handedOut === null || now - handedOut >= AGAIN_MS);
    for (const asked of due) asked.handedOut = now;
    return due.length === 0 ? null : due.map(({ wanted }) => wanted);
  }
}

/** A reading answers exactly what was asked: no resource missing, none twice, none besides, each under its own id. */
function checkComplete(wanted: readonly ResourceRef[], reading: Reading): void {
  const missing = new Set(wanted.map(({ part, id }) => `${part} ${id}`));
  for (const { part, id, resource } of reading.resources) {
    if (!missing.delete(`${part} ${id}`) || (resource !== null && resource.id !== id)) {
      throw new AuditorError(
        "bad_request",
        `the reading names \`${id.slice(0, 80)}\` otherwise than it was asked for`,
        {
          at: part,
        },
      );
    }
  }
  if (missing.size > 0) {
    throw new AuditorError("bad_request", `the reading lacks ${missing.size} of the resources asked for`, {
      fix: "give each, with null for one that does not exist",
    });
  }
}
