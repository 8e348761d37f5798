import { setTimeout as sleep } from "node:timers/promises";
import type { Estate } from "@trias/estate";
import { list } from "@trias/estate";
import type { CaseView } from "@trias/protocol";
import { followToEnd, openChange, openIncident } from "../cases.ts";
import { BenchError } from "../errors.ts";
import type { EventSource } from "../event-source.ts";
import { findingAbout, targetsOf } from "../finding.ts";
import type { BenchSystem } from "../system.ts";

/** What one case is about, and how it ended. */
export interface Job {
  readonly kind: "incident" | "change";
  /** The resource that must be changed exactly once: an interface or a scaling group. */
  readonly target: string;
  readonly opened: number;
  case: string | undefined;
  view: CaseView | undefined;
  error: string | undefined;
}

/** Sizes that a change gives to its scaling group. */
export const WANTED_SIZE = 2;
/** So many cases are under way at once, as long as none of them hangs. */
const WIDTH = { incident: 4, change: 3 } as const;
/** A case that takes longer does not hold up new ones. */
const HANGS_MS = 20_000;

/** Keeps cases of both kinds under way, each with a target of its own, until it is told to stop. */
export class Work {
  readonly jobs: Job[] = [];
  private readonly kinds = new Map<string, Job["kind"]>();
  private readonly bench: BenchSystem;
  private readonly source: EventSource;
  private readonly estate: Estate;
  private readonly instances;
  private readonly groups;
  private readonly running: Promise<void>[] = [];
  private stopAt = Number.POSITIVE_INFINITY;
  private stopping = false;

  constructor(bench: BenchSystem, source: EventSource, estate: Estate) {
    this.bench = bench;
    this.source = source;
    this.estate = estate;
    this.instances = targetsOf(estate).values();
    this.groups = list(estate, "scaling_groups").values();
  }

  kindOf(caseId: string): string {
    return this.kinds.get(caseId) ?? "-";
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      for (const kind of ["incident", "change"] as const) {
        const now = Date.now();
        const busy = this.jobs.filter(
          (job) =>
            job.kind === kind && job.view === undefined && job.error === undefined && now - job.opened < HANGS_MS,
        );
        if (busy.length < WIDTH[kind]) this.running.push(kind === "incident" ? this.incident() : this.change());
      }
      await sleep(5);
    }
  }

  /** Opens no more cases, and resolves when all have ended or `ms` are over. */
  async finish(ms: number): Promise<void> {
    this.stopping = true;
    this.stopAt = Date.now() + ms;
    await Promise.all(this.running);
  }

  private incident(): Promise<void> {
    const { value: instance } = this.instances.next();
    if (instance === undefined) throw exhausted("instances");
    const event = findingAbout(instance, this.estate, "kill");
    return this.follow("incident", instance.interfaces[0] ?? "", () => openIncident(this.source, event, this.stopAt));
  }

  private change(): Promise<void> {
    const { value: group } = this.groups.next();
    if (group === undefined) throw exhausted("scaling groups");
    const sentence = `Set ${group.id} to ${WANTED_SIZE} instances`;
    return this.follow("change", group.id, () => openChange(this.bench, sentence, this.stopAt));
  }

  private async follow(kind: Job["kind"], target: string, open: () => Promise<string>): Promise<void> {
    const job: Job = { kind, target, opened: Date.now(), case: undefined, view: undefined, error: undefined };
    this.jobs.push(job);
    try {
      job.case = await open();
      this.kinds.set(job.case, kind);
      job.view = await followToEnd(this.bench, job.case, () => this.stopAt);
    } catch (error) {
      job.error = error instanceof Error ? error.message : String(error);
    }
  }
}

function exhausted(what: string): BenchError {
  return new BenchError("estate_too_small", `the generated estate has no more ${what}`, { fix: "ask for fewer kills" });
}
