import type { Findings } from "../report/finding.ts";
import type { Call } from "./call.ts";
import type { Place } from "./place.ts";

/** An item of an answer that has its form, and where it comes from. */
export interface Read<T> {
  readonly value: T;
  readonly file: string;
  readonly path: string;
  /** What the folder and the item itself say. */
  readonly place: Place;
}

/** One answer of a call: which part of the network it speaks of. */
export interface AnswerRead {
  readonly call: string;
  readonly extent: Call["extent"];
  readonly file: string;
  readonly items: number;
  /** What the folder says. */
  readonly folder: Place;
  /** What its items say. */
  readonly regions: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly more: boolean;
}

/** What was read of all files: raw JSON is gone by then, only what the calls' schemas keep is here. */
export class Collection {
  readonly answers: AnswerRead[] = [];
  /** Calls of which some content can't be trusted, with the reasons. */
  readonly taints = new Map<string, string[]>();
  readonly findings: Findings;
  private readonly reads = new Map<string, Read<unknown>[]>();
  private readonly byId = new Map<string, Map<string, number>>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  of<T>(call: Call<T>): readonly Read<T>[] {
    return (this.reads.get(call.name) ?? []) as Read<T>[];
  }

  /** Everything, with the name of its call. */
  *all(): Iterable<readonly [string, Read<unknown>]> {
    for (const [name, reads] of this.reads) for (const read of reads) yield [name, read];
  }

  find<T>(call: Call<T>, id: string): Read<T> | undefined {
    const at = this.byId.get(call.name)?.get(id);
    return at === undefined ? undefined : this.of(call)[at];
  }

  taint(call: string, reason: string): void {
    const reasons = this.taints.get(call) ?? [];
    if (reasons.length < 5) reasons.push(reason);
    this.taints.set(call, reasons);
  }

  add<T>(call: Call<T>, read: Read<T>): void {
    const reads = this.reads.get(call.name) ?? [];
    this.reads.set(call.name, reads as Read<unknown>[]);
    const id = call.id?.(read.value);
    if (id === undefined) {
      reads.push(read);
      return;
    }
    const ids = this.byId.get(call.name) ?? new Map<string, number>();
    this.byId.set(call.name, ids);
    const at = ids.get(id);
    const standing = at === undefined ? undefined : (reads[at] as Read<T> | undefined);
    if (at === undefined || standing === undefined) {
      ids.set(id, reads.length);
      reads.push(read);
    } else reads[at] = this.preferred(call, id, standing, read);
  }

  /**
   * Several accounts and regions may see one thing, each in its own way (tags, associations): its owner's view counts.
   * Two views from one place contradict each other.
   */
  private preferred<T>(call: Call<T>, id: string, standing: Read<T>, read: Read<T>): Read<T> {
    if (JSON.stringify(standing.value) === JSON.stringify(read.value)) return standing;
    if (standing.place.region === read.place.region && standing.place.account === read.place.account) {
      const message = `\`${id}\` occurs twice among the answers of \`aws ${call.name}\` and differs: ${standing.file} ${standing.path}`;
      this.findings.add({ code: "resource_conflict", severity: "error", message, file: read.file, path: read.path });
      this.taint(call.name, `\`${id}\` occurs twice and differs (${standing.file}, ${read.file})`);
      return standing;
    }
    return weight(read) > weight(standing) ? read : standing;
  }
}

function weight({ value, place }: Read<unknown>): number {
  if (typeof value !== "object" || value === null) return 0;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const owner = fields["TransitGatewayOwnerId"] ?? fields["OwnerId"];
  const own = typeof owner === "string" && owner === place.account ? 2 : 0;
  return own + (fields["Association"] ? 1 : 0);
}
