import type { Signer } from "@trias/core";
import { formatLogKey, type LogKey } from "@trias/ledger";
import { type CedarEngine, type Charter, HARD_POLICIES_DIGEST } from "@trias/policy";
import type { ReachEngine } from "@trias/reach";
import type { Adviser, Reasoner } from "@trias/reasoning";
import { startBackground } from "./background.ts";
import { CaseStore } from "./cases/case-store.ts";
import { Feed } from "./cases/feed.ts";
import { EstateHolder } from "./estate/estate-holder.ts";
import { Readings } from "./estate/readings.ts";
import { Lanes } from "./intake/lanes.ts";
import type { Judges } from "./judge/judge.ts";
import { charterLaw, type Law } from "./law.ts";
import type { Clock, Database, Log, RandomBytes, Sql } from "./ports.ts";
import { Bell } from "./store/bell.ts";
import { openLedger } from "./store/open-ledger.ts";
import { Writer } from "./store/writer.ts";

export interface AuditorOptions {
  readonly database: Database;
  /** The same database, whose commits may be lost with the machine's power until a later one of `database` is durable. */
  readonly notebook: Sql;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly origin: string;
  readonly signers: { readonly receipt: Signer; readonly warrant: Signer; readonly log: Signer };
  /** Base64 public keys of who signs what reaches the auditor. */
  readonly pins: { readonly collectorEstate: string; readonly executorReport: string };
  readonly charter: Charter;
  readonly cedar: CedarEngine;
  readonly reach: ReachEngine;
  readonly reasoner: Reasoner;
  /** A model of the auditor's own, where it has one. */
  readonly adviser?: Adviser | null;
}

/** All that the auditor's operations share. */
export interface Auditor {
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly lanes: Lanes;
  readonly bell: Bell;
  readonly holder: EstateHolder;
  readonly estate: () => EstateHolder["current"];
  readonly readings: Readings;
  readonly reasoner: Reasoner;
  readonly adviser: Adviser | null;
  readonly judges: Judges;
  readonly law: Law;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly receiptSigner: Signer;
  readonly warrantSigner: Signer;
  readonly executorKey: string;
  readonly logKey: LogKey;
  /** When each caller was heard last, for `status`. */
  readonly heard: Map<string, number>;
  stop(): void;
}

/** Opens the ledger, writes down under which charter it goes on, and starts what runs by itself. */
export async function openAuditor(options: AuditorOptions): Promise<Auditor> {
  const { database, notebook, clock, random, log, signers, pins, charter, origin } = options;
  const logKey: LogKey = { name: origin, publicKey: signers.log.publicKey };
  const { tree, checkpoint } = await openLedger(database, logKey, clock);
  const bell = new Bell();
  const writer = new Writer({
    database,
    tree,
    checkpoint,
    origin,
    signer: signers.log,
    // INVARIANT (I7): every checkpoint names the hard policies that were in force.
    extensions: [`hard-policies ${HARD_POLICIES_DIGEST}`],
    clock,
    log,
  });
  const holder = new EstateHolder({ sql: notebook, clock, bell, collectorKey: pins.collectorEstate });
  const cases = new CaseStore(bell);
  const feed = new Feed(bell);
  const estate = () => holder.current;
  const { reasoner } = options;
  const shared = {
    database,
    writer,
    cases,
    feed,
    lanes: new Lanes(writer, { cases, feed, reasoner, estate, receiptSigner: signers.receipt, random, log }),
    bell,
    holder,
    estate,
    readings: new Readings({ clock, bell, random, collectorKey: pins.collectorEstate }),
    reasoner,
    adviser: options.adviser ?? null,
    judges: { charter, cedar: options.cedar, reach: options.reach },
    law: charterLaw(charter),
    clock,
    random,
    log,
    receiptSigner: signers.receipt,
    warrantSigner: signers.warrant,
    executorKey: pins.executorReport,
    logKey,
    heard: new Map<string, number>(),
  };
  await recordCharter(shared, signers);
  const background = startBackground(shared);
  return { ...shared, stop: () => background.stop() };
}

/** The first entry names log and keys; a charter that is new to this ledger gets an entry before anything is judged by it. */
async function recordCharter(
  { writer, law, logKey }: { readonly writer: Writer; readonly law: Law; readonly logKey: LogKey },
  { receipt, warrant }: AuditorOptions["signers"],
): Promise<void> {
  await writer.write(async (change) => {
    if (writer.checkpoint.size === 0) {
      change.append({
        type: "genesis",
        body: { log: formatLogKey(logKey), receipt_key: receipt.publicKey, warrant_key: warrant.publicKey },
      });
    }
    const [last] = await change.sql.query<{ digest: string }>(
      "SELECT digest FROM auditor.charter ORDER BY n DESC LIMIT 1",
    );
    if (last?.digest === law.charterDigest) return;
    const body = { charter: law.charterDigest, hard_policies: law.hardPolicies };
    const { index } = change.append({ type: "charter", body });
    change.put("INSERT INTO auditor.charter (digest, entry) VALUES ($1, $2)", [law.charterDigest, index]);
  });
}
