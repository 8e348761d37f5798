import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareBinaries } from "./binaries.ts";
import { PostgresError } from "./errors.ts";
import { adopt, stopLeftover } from "./leftover.ts";
import { createPool } from "./pool.ts";
import { launch, runTool, type ServerProcess } from "./server-process.ts";
import { checkReachable, give, type SystemUser, serverUser } from "./system-user.ts";

export interface ClusterOptions {
  /** A folder of its own: data, log and, where they came from npm, the server's binaries. */
  readonly dir: string;
  readonly port: number;
  /** Of the administrator `postgres`; the same at every start. ASCII. */
  readonly superuserPassword: string;
  /** Folder of another server's binaries than the one from npm. */
  readonly binDir?: string;
  /** As root: the system user that it runs as. */
  readonly asUser?: string;
  /** Gives up durability for speed; for tests alone. */
  readonly throwAway?: boolean;
}

export interface Cluster {
  readonly adminUrl: string;
  readonly pid: number;
  /** Whether a server was found running and taken over. */
  readonly adopted: boolean;
  /** Settles when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Fast shutdown: running transactions are rolled back. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of our own on 127.0.0.1. Makes the data at the first start, takes over a server that a killed
 * supervisor left behind, and survives a Ctrl-C that reaches the supervisor.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = await serverUser(options.asUser);
  await mkdir(options.dir, { recursive: true, mode: 0o755 });
  await chmod(options.dir, 0o755);
  await checkReachable(join(options.dir, "data"), user);
  const bin = await prepareBinaries(options.dir, options.binDir);
  const data = join(options.dir, "data");
  const adminUrl = `postgresql://postgres:${encodeURIComponent(options.superuserPassword)}@127.0.0.1:${options.port}/postgres`;

  if (!existsSync(join(data, "PG_VERSION"))) await initialise(bin, data, options, user);
  await checkVersion(bin, data);
  const left = await adopt(data, options.port, adminUrl);
  if (left) return cluster(adminUrl, left, true);
  await stopLeftover(bin, data, user);
  const server = await launch({ bin, data, port: options.port, user, durable: options.throwAway !== true, adminUrl });
  await closeSharedDatabases(adminUrl);
  return cluster(adminUrl, server, false);
}

function cluster(adminUrl: string, server: ServerProcess, adopted: boolean): Cluster {
  return { adminUrl, adopted, pid: server.pid, ended: server.ended, stop: () => server.stop() };
}

/** Made beside its place and moved there when whole: a start that was killed half-way leaves nothing that looks ready. */
async function initialise(
  bin: string,
  data: string,
  options: ClusterOptions,
  user: SystemUser | undefined,
): Promise<void> {
  const half = `${data}.half`;
  const passwordFile = join(options.dir, `password-${randomBytes(6).toString("hex")}`);
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  await give(half, user);
  await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
  await give(passwordFile, user);
  try {
    const form = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--data-checksums", "--username=postgres"];
    const haste = options.throwAway === true ? ["--no-sync"] : [];
    await runTool(join(bin, "initdb"), ["-D", half, `--pwfile=${passwordFile}`, ...form, ...haste], user);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, data);
}

async function checkVersion(bin: string, data: string): Promise<void> {
  const made = (await readFile(join(data, "PG_VERSION"), "utf8")).trim();
  const server = /(\d+)\.?\d*/.exec(await runTool(join(bin, "postgres"), ["--version"], undefined))?.[1];
  if (made !== server) {
    throw new PostgresError("version_skew", `the data is of PostgreSQL ${made}, the server is ${server}`, {
      at: data,
      fix: "start the server that made it, or move the data with pg_dump",
    });
  }
}

/** Logins are for one database each; these two would else be open to all of them. */
async function closeSharedDatabases(adminUrl: string): Promise<void> {
  const pool = createPool(adminUrl, { max: 1 });
  try {
    await pool.query("revoke connect on database postgres from public");
    await pool.query("revoke connect on database template1 from public");
  } finally {
    await pool.close();
  }
}
