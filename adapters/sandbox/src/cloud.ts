import { digestValue, TriasError } from "@trias/core";
import { applyChanges, type Estate, overlay, type ResourceChange, readResources, toWire } from "@trias/estate";
import { type CheckedAction, type CloudChanges, checkAction, isPlanned } from "@trias/plan";
import type { CloudCall, CloudReadResult, CloudResult, JournalEntry, ResourceRef, WireEstate } from "@trias/protocol";
import { refusal, SandboxError } from "./errors.ts";
import { idFor } from "./ids.ts";
import type { Journal } from "./journal.ts";
import type { JournalRecord } from "./journal-line.ts";

/** The cloud itself: an estate, and all that was ever done to it. */
export interface Cloud {
  act(call: CloudCall): CloudResult;
  outcome(key: string): CloudResult | null;
  /** An action from outside, as somebody at the console would take it. */
  drift(action: Omit<CloudCall, "key">): CloudResult;
  read(refs: readonly ResourceRef[]): CloudReadResult;
  snapshot(): WireEstate;
  /** What changed after a serial. Waits for the next change for as long as `wait` says, in seconds. */
  changes(after: number, wait: number, signal: AbortSignal): Promise<CloudChanges>;
  journal(after: number): readonly JournalEntry[];
  serial(): number;
}

export interface CloudOptions {
  readonly seed: Estate;
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const JOURNAL_PAGE = 1000;

export function createCloud({ seed, journal, now }: CloudOptions): Cloud {
  let estate = replayed(seed, journal.records);
  const records: JournalRecord[] = [...journal.records];
  const byKey = new Map(records.map((record) => [record.key, record]));
  const waiting = new Set<() => void>();
  // A clock that went back must not make what is read later look older.
  const time = (): string => {
    const read = new Date(now()).toISOString();
    return read > estate.time ? read : estate.time;
  };

  const commit = (call: CloudCall, checked: CheckedAction, created: string | undefined): JournalRecord => {
    const changes = refusing(() => checked.changes(estate));
    const at = { serial: estate.serial + 1, time: time() };
    const next = { ...refusing(() => applyChanges(estate, changes, at)), ...at };
    const record = recordOf(call, checked, changes, at, created);
    // INVARIANT: on the disk first, then in memory, then the answer.
    journal.append(record);
    estate = next;
    records.push(record);
    byKey.set(record.key, record);
    for (const wake of [...waiting]) wake();
    return record;
  };

  const act = (call: CloudCall): CloudResult => {
    const done = byKey.get(call.key);
    if (done) return again(done, call);
    const definition = refusing(() => checkAction(call)).definition;
    const created =
      definition.creates && isPlanned(call.target) ? idFor(definition.part, seed.lineage, call.key) : undefined;
    const checked = refusing(() => checkAction({ ...call, target: created ?? call.target }));
    return resultOf(commit(call, checked, created ?? (definition.creates ? call.target : undefined)), false);
  };

  return {
    act,
    outcome(key) {
      const done = byKey.get(key);
      return done ? resultOf(done, true) : null;
    },
    drift: (action) => act({ ...action, key: `drift/${estate.serial + 1}` }),
    read: (refs) => ({
      lineage: estate.lineage,
      serial: estate.serial,
      time: time(),
      resources: refusing(() => readResources(estate, refs)),
    }),
    snapshot: () => asOfNow(estate, time()),
    async changes(after, wait, signal) {
      if (estate.serial === after && wait > 0) await nextChange(waiting, wait * 1000, signal);
      const refs = changedSince(records, after, estate.serial);
      return {
        lineage: estate.lineage,
        serial: estate.serial,
        time: time(),
        changed: readResources(estate, refs),
      };
    },
    journal: (after) =>
      recordsAfter(records, after)
        .slice(0, JOURNAL_PAGE)
        .map(({ call: _call, created: _created, after: _after, ...entry }) => entry),
    serial: () => estate.serial,
  };
}

function replayed(seed: Estate, records: readonly JournalRecord[]): Estate {
  const last = records.at(-1);
  if (!last) return seed;
  if (records[0]?.serial !== seed.serial + 1) {
    throw new SandboxError("journal_damaged", "the journal does not begin where the seed ends", {
      fix: "start over with `trias reset`",
    });
  }
  const final = new Map(records.flatMap(({ after }) => after).map((item) => [`${item.part}/${item.id}`, item]));
  return { ...overlay(seed, [...final.values()], last), serial: last.serial, time: last.time };
}

function recordOf(
  call: CloudCall,
  { definition, target }: CheckedAction,
  changes: readonly ResourceChange[],
  at: { readonly serial: number; readonly time: string },
  created: string | undefined,
): JournalRecord {
  const { key, action, parameters } = call;
  const changed = changes.map(({ part, id }) => ({ part, id }));
  return {
    ...at,
    key,
    action,
    target,
    parameters_digest: digestValue(parameters),
    api: [...definition.api],
    changed,
    call: callDigest(call),
    ...(created === undefined ? {} : { created }),
    after: changes.map(({ part, id, after }) => ({ part, id, resource: after })),
  };
}

function callDigest({ action, target, parameters }: CloudCall) {
  return digestValue({ action, target, parameters });
}

/** INVARIANT: one key, one effect, for ever; a key that comes back with something else is refused, never carried out. */
function again(done: JournalRecord, call: CloudCall): CloudResult {
  if (done.call === callDigest(call)) return resultOf(done, true);
  throw new SandboxError("conflict", `the key \`${call.key}\` was used for another call`, {
    at: "key",
    fix: "a new operation needs a key of its own",
  });
}

function resultOf({ key, created, serial, api, changed }: JournalRecord, repeated: boolean): CloudResult {
  return { key, repeated, ...(created === undefined ? {} : { created }), serial, api, changed };
}

function recordsAfter(records: readonly JournalRecord[], after: number): readonly JournalRecord[] {
  const first = records[0]?.serial ?? 0;
  return after < first ? records : records.slice(after - first + 1);
}

function changedSince(records: readonly JournalRecord[], after: number, serial: number): ResourceRef[] {
  if (after >= serial) return [];
  const refs = recordsAfter(records, after).flatMap(({ changed }) => changed);
  return [...new Map(refs.map((ref) => [`${ref.part}/${ref.id}`, ref])).values()];
}

function asOfNow(estate: Estate, time: string): WireEstate {
  const wire = toWire(estate);
  const parts = Object.entries(wire.parts).map(([name, part]) => [
    name,
    part.status === "known" ? { ...part, serial: estate.serial, time } : part,
  ]);
  return { ...wire, time, parts: Object.fromEntries(parts) };
}

function nextChange(waiting: Set<() => void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    waiting.add(done);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}

function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TriasError && !(error instanceof SandboxError)) throw refusal(error);
    throw error;
  }
}
