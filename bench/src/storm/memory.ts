import { readFileSync } from "node:fs";
import type { BenchSystem } from "../system.ts";

/** The auditor's resident memory, looked at several times a second. */
export class Memory {
  private peak = 0;
  private readonly timer: NodeJS.Timeout;

  constructor({ system }: BenchSystem) {
    this.timer = setInterval(() => {
      const pid = system.pid("auditor");
      if (pid !== null) this.peak = Math.max(this.peak, residentMib(pid));
    }, 250);
  }

  stop(): number | null {
    clearInterval(this.timer);
    return this.peak === 0 ? null : Math.round(this.peak);
  }
}

function residentMib(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
