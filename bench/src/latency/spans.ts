import type { LogLine, Power } from "@trias/protocol";
import { percentile, round } from "../percentile.ts";

interface Span {
  readonly power: Power;
  readonly step: string;
  readonly begin: number;
  readonly end: number;
}

export interface StepTimes {
  readonly power: Power;
  readonly step: string;
  /** Milliseconds from the sending of the event to the beginning of the step, at the median. */
  readonly starts_ms: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly cases: number;
}

/** When each step of each case began and ended, by the powers' own logs. */
export class Spans {
  private readonly open = new Map<string, number>();
  private readonly byCase = new Map<string, Span[]>();

  line(power: Power, line: LogLine): void {
    const { event, step } = line;
    const caseId = line.case;
    if (caseId === undefined || step === undefined) return;
    const key = `${power} ${step} ${caseId}`;
    const time = Date.parse(line.time);
    if (event === "begin") this.open.set(key, time);
    const begin = event === "end" ? this.open.get(key) : undefined;
    if (begin === undefined) return;
    this.open.delete(key);
    this.byCase.set(caseId, [...(this.byCase.get(caseId) ?? []), { power, step, begin, end: time }]);
  }

  /** The steps of these cases, in the order in which they begin. */
  times(sentAt: ReadonlyMap<string, number>): StepTimes[] {
    const groups = new Map<string, { span: Span; starts: number[]; takes: number[] }>();
    for (const [caseId, sent] of sentAt) {
      for (const span of this.byCase.get(caseId) ?? []) {
        const key = `${span.power} ${span.step}`;
        const group = groups.get(key) ?? { span, starts: [], takes: [] };
        groups.set(key, group);
        group.starts.push(span.begin - sent);
        group.takes.push(span.end - span.begin);
      }
    }
    return [...groups.values()]
      .map(({ span, starts, takes }) => ({
        power: span.power,
        step: span.step,
        starts_ms: round(percentile(starts, 0.5)),
        p50_ms: round(percentile(takes, 0.5)),
        p99_ms: round(percentile(takes, 0.99)),
        cases: takes.length,
      }))
      .sort((a, b) => a.starts_ms - b.starts_ms);
  }
}
