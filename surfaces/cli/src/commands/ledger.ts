import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fromBase64, toBase64, utf8 } from "@trias/core";
import { type LogKey, leafHash, openCheckpoint, parseLogKey, verifyInclusion } from "@trias/ledger";
import { auditorApi, type LedgerEntry, ledgerEntrySchema, parseBytes } from "@trias/protocol";
import { type Layout, readEndpoints } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, type Context, number, numberOption, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { exportLedger, readKey, verifyFolder } from "../ledger-bundle.ts";
import type { Outcome } from "../output.ts";
import { clean, oneLine, table } from "../show/text.ts";

export function ledgerCommands(program: Command): void {
  const parent = program.command("ledger").description("the log of everything: show, prove, export, verify");

  addCommand(parent, {
    name: "show [index]",
    summary: "the newest entries, or one entry in full",
    examples: ["ledger show", "ledger show 12", "ledger show --limit 100 --json"],
    options: [
      numberOption("--limit <n>", "how many", 1, 256).default(25),
      numberOption("--from <index>", "from this entry on", 0, Number.MAX_SAFE_INTEGER),
    ],
    run: (context, [index], options) =>
      index === undefined
        ? showMany(context, number(options, "from"), number(options, "limit") ?? 25)
        : showOne(context, indexOf(index)),
  });

  addCommand(parent, {
    name: "prove <index>",
    summary: "the proof that an entry stands in the signed log, checked here",
    examples: ["ledger prove 12", "ledger prove 12 --json"],
    run: (context, [index = ""]) => prove(context, indexOf(index)),
  });

  addCommand(parent, {
    name: "export <folder>",
    summary: "write the whole log into a folder that anybody can verify without us",
    examples: ["ledger export ./ledger-2026-11"],
    async run(context, [folder = ""]) {
      const session = await context.session();
      const { key, keyText } = ownKey(context.layout);
      const exported = await exportLedger(session, resolve(folder), key, keyText);
      return {
        exit: EXIT.done,
        object: { folder: resolve(folder), ...exported, key: keyText },
        text: () =>
          `${exported.entries} entries and ${exported.blobs} blobs in ${folder}; the public key is ${keyText}`,
      };
    },
  });

  addCommand(parent, {
    name: "verify [bundle]",
    summary: "work the whole log out again and hold it against its signature; of an export this needs no server",
    examples: [
      "ledger verify",
      "ledger verify ./ledger-2026-11 --key ./ledger-key",
      "ledger verify ./ledger-2026-11 --earlier ./old/checkpoint --json",
    ],
    options: [
      new Option("--key <key>", "public key of the log, as text or as a file; the key of the system here unless given"),
      new Option("--earlier <file>", "an older checkpoint that the log must contain"),
    ],
    run: (context, [bundle], options) => verify(context, bundle, text(options, "key"), text(options, "earlier")),
  });
}

async function showMany(context: Context, from: number | undefined, limit: number): Promise<Outcome> {
  const session = await context.session();
  const { checkpoint } = await session.call("auditor", auditorApi.checkpoint, {});
  const { size } = openCheckpoint(checkpoint, ownKey(context.layout).key);
  const first = from ?? Math.max(0, size - limit);
  const page = await session.call("auditor", auditorApi.entries, { query: { from: first, limit } });
  const entries = page.entries.map((bytes, i) => ({ index: first + i, entry: readEntry(fromBase64(bytes)) }));
  return {
    exit: EXIT.done,
    object: { size: page.size, checkpoint: page.checkpoint, entries },
    text: () =>
      table(
        entries.map(({ index, entry }) => [
          pc.bold(String(index)),
          pc.dim(entry.time.slice(0, 19).replace("T", " ")),
          entry.type,
          entry.case ?? "-",
          pc.dim(oneLine(JSON.stringify(entry.body), 100)),
        ]),
      ).join("\n"),
  };
}

async function showOne(context: Context, index: number): Promise<Outcome> {
  const session = await context.session();
  const page = await session.call("auditor", auditorApi.entries, { query: { from: index, limit: 1 } });
  const [bytes] = page.entries;
  if (bytes === undefined) throw noEntry(index, page.size);
  const entry = readEntry(fromBase64(bytes));
  return { exit: EXIT.done, object: { index, entry }, text: () => clean(JSON.stringify(entry, null, 2)) };
}

async function prove(context: Context, index: number): Promise<Outcome> {
  const session = await context.session();
  const { key } = ownKey(context.layout);
  const { entry, proof } = await session.call("auditor", auditorApi.prove, { query: { index } });
  const checkpoint = openCheckpoint(proof.checkpoint, key);
  const bytes = fromBase64(entry);
  const hashes = proof.hashes.map(fromBase64);
  const ok = proof.index === index && verifyInclusion(leafHash(bytes), index, checkpoint.size, hashes, checkpoint.root);
  const root = toBase64(checkpoint.root);
  return {
    exit: ok ? EXIT.done : EXIT.unverified,
    object: { ok, index, size: checkpoint.size, root, entry: readEntry(bytes), proof },
    text: () =>
      ok
        ? `${pc.green("proven")}: entry ${index} stands in the log of ${checkpoint.size} entries with root ${root}\n${clean(JSON.stringify(readEntry(bytes), null, 2))}`
        : pc.red(`entry ${index} is not proven by what the auditor sent`),
  };
}

/** The last checkpoint that verified here: a log that was rewritten since does not contain it. */
const seenFile = (layout: Layout) => join(layout.people, "seen-checkpoint");

async function verify(
  context: Context,
  bundle: string | undefined,
  keyGiven: string | undefined,
  earlierFile: string | undefined,
): Promise<Outcome> {
  const key = keyGiven === undefined ? ownKey(context.layout).key : readKey(keyGiven);
  const given = earlierFile === undefined ? undefined : readFileSync(earlierFile, "utf8");
  if (bundle !== undefined) return verified(verifyFolder(resolve(bundle), key, given), bundle);
  const session = await context.session();
  const seen = seenFile(context.layout);
  const earlier = given ?? (existsSync(seen) ? readFileSync(seen, "utf8") : undefined);
  const folder = mkdtempSync(join(tmpdir(), "trias-ledger-"));
  try {
    const { checkpoint } = await exportLedger(session, join(folder, "ledger"), key, "");
    const outcome = verified(verifyFolder(join(folder, "ledger"), key, earlier), "the running system");
    if (outcome.exit === EXIT.done) writeFileSync(seen, utf8(checkpoint), { mode: 0o600 });
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verified(report: ReturnType<typeof verifyFolder>, what: string): Outcome {
  return {
    exit: report.ok ? EXIT.done : EXIT.unverified,
    object: report,
    text: () =>
      report.ok
        ? `${pc.green("verified")}: ${report.entries} entries of ${what}, root ${report.root}`
        : [
            pc.red(`not what was signed (${what}):`),
            ...report.problems.map((problem) => `  ${oneLine(problem, 300)}`),
          ].join("\n"),
  };
}

function ownKey(layout: Layout): { key: LogKey; keyText: string } {
  const keyText = readEndpoints(layout)?.ledger_key;
  if (keyText === undefined)
    throw new CliError("option_malformed", EXIT.usage, "no system here to take the ledger's public key from", {
      at: layout.state,
      fix: "give it with --key",
    });
  return { key: parseLogKey(keyText), keyText };
}

function readEntry(bytes: Uint8Array): LedgerEntry {
  return parseBytes(ledgerEntrySchema, bytes, "a ledger entry");
}

function indexOf(given: string): number {
  const index = Number(given);
  if (/^[0-9]{1,15}$/.test(given)) return index;
  throw new CliError("option_malformed", EXIT.usage, `\`${given.slice(0, 40)}\` is no entry number`, {
    fix: "expected 0 or more",
  });
}

function noEntry(index: number, size: number): CliError {
  return new CliError("option_malformed", EXIT.usage, `the ledger has no entry ${index}`, {
    fix: `it has ${size}, from 0 on`,
  });
}
