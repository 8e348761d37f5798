import { AuditorError } from "../errors.ts";
import type { Urgency, Writer } from "../store/writer.ts";
import type { IncidentDeps } from "./incident.ts";
import type { Heard } from "./reading.ts";
import { type Taken, takeEvents } from "./take.ts";

/** So many events share a transaction: enough to share its cost, few enough that nothing waits long behind them. */
const A_TIME = { now: 16, later: 128 } as const;
/** What waits at most; beyond that senders are told to come again, and nothing more is held. */
const MAX_WAITING = 4000;
const MAX_WAITING_BYTES = 64 << 20;

interface Waiting {
  readonly heard: Heard;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (error: unknown) => void;
}

class Lane {
  readonly waiting: Waiting[] = [];
  busy = false;
}

/**
 * Events on their way into the ledger. What could lead to containment has a lane of its own, so that it never stands behind a storm of
 * everything else.
 */
export class Lanes {
  private readonly writer: Writer;
  private readonly deps: IncidentDeps;
  private readonly lanes: Readonly<Record<Urgency, Lane>> = { now: new Lane(), later: new Lane() };
  private count = 0;
  private bytes = 0;

  constructor(writer: Writer, deps: IncidentDeps) {
    this.writer = writer;
    this.deps = deps;
  }

  /** Resolves once the event is committed. */
  take(heard: Heard): Promise<Taken> {
    const urgency = urgencyOf(heard);
    if (urgency === "later" && (this.count >= MAX_WAITING || this.bytes + heard.bytes.length > MAX_WAITING_BYTES)) {
      throw new AuditorError("unavailable", "too many events wait to be written", {
        fix: "send it again in a moment: what was taken is not taken twice",
        remedy: "retry",
      });
    }
    const { promise, resolve, reject } = Promise.withResolvers<Taken>();
    this.lanes[urgency].waiting.push({ heard, resolve, reject });
    this.count += 1;
    this.bytes += heard.bytes.length;
    if (!this.lanes[urgency].busy) void this.drain(urgency);
    return promise;
  }

  private async drain(urgency: Urgency): Promise<void> {
    const lane = this.lanes[urgency];
    lane.busy = true;
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, A_TIME[urgency]);
      await this.write(batch, urgency);
      this.count -= batch.length;
      for (const { heard } of batch) this.bytes -= heard.bytes.length;
    }
    lane.busy = false;
  }

  private async write(batch: readonly Waiting[], urgency: Urgency): Promise<void> {
    const events = batch.map(({ heard }) => heard);
    try {
      const taken = await this.writer.write((change) => takeEvents(this.deps, change, events), urgency);
      for (const [i, one] of taken.entries()) batch[i]?.resolve(one);
    } catch (error) {
      if (batch.length === 1 || error instanceof AuditorError) {
        for (const one of batch) one.reject(error);
        return;
      }
      // One that can't be written must not take those with it that came by chance at the same time.
      for (const one of batch) await this.write([one], urgency);
    }
  }
}

/** Only what a source vouches for can be contained without a person, and only findings are. */
function urgencyOf({ source, classification: { shape, response } }: Heard): Urgency {
  return source !== null && shape === "guardduty-finding" && response.action !== "none" ? "now" : "later";
}
