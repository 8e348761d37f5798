import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseStrictJson } from "@trias/core";
import { z } from "zod";
import type { Limits } from "./settings.ts";

const keptSchema = z.strictObject({ day: z.string().regex(/^\d{4}-\d\d-\d\d$/), usd: z.number().min(0) });
const MOST_CASES = 5000;

/** What was spent today and for each case. The day's sum outlives a restart: it stands in a file of the process's own folder. */
export class Spend {
  private readonly file: string;
  private readonly limits: Pick<Limits, "usd_a_case" | "usd_a_day">;
  private readonly now: () => number;
  private readonly cases = new Map<string, number>();
  private kept: z.infer<typeof keptSchema>;

  constructor(folder: string, limits: Pick<Limits, "usd_a_case" | "usd_a_day">, now: () => number) {
    this.file = join(folder, "model-spend.json");
    this.limits = limits;
    this.now = now;
    this.kept = readKept(this.file) ?? { day: this.day(), usd: limits.usd_a_day };
  }

  get today(): number {
    return this.kept.day === this.day() ? this.kept.usd : 0;
  }

  /** Why so much more can't be spent; null where it can. */
  refusal(caseId: string, usd: number): string | null {
    const { usd_a_case: aCase, usd_a_day: aDay } = this.limits;
    if (this.today + usd > aDay) return `${aDay} USD a day are used up`;
    return (this.cases.get(caseId) ?? 0) + usd > aCase ? `${aCase} USD for one case are used up` : null;
  }

  /** Takes note of what was spent, or less than nothing where a call cost less than was put aside. Written down at once: a crash forgets nothing. */
  add(caseId: string, usd: number): void {
    this.kept = { day: this.day(), usd: positive(this.today + usd) };
    this.cases.set(caseId, positive((this.cases.get(caseId) ?? 0) + usd));
    const oldest = this.cases.size > MOST_CASES ? this.cases.keys().next() : null;
    if (oldest?.done === false) this.cases.delete(oldest.value);
    writeFileSync(`${this.file}.new`, JSON.stringify(this.kept), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  private day(): string {
    return new Date(this.now()).toISOString().slice(0, 10);
  }
}

/** What is left of a sum that may be a trifle below zero by rounding. */
function positive(usd: number): number {
  return Math.max(0, usd);
}

/** Nothing is kept yet where there is no file. INVARIANT: a file that can't be read counts as a day's whole budget, never as none. */
function readKept(file: string): z.infer<typeof keptSchema> | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { day: "1970-01-01", usd: 0 };
    throw error;
  }
  try {
    return keptSchema.parse(parseStrictJson(text));
  } catch {
    return null;
  }
}
