import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareBinaries } from "./binaries.ts";
import { startCluster } from "./cluster.ts";
import { PostgresError } from "./errors.ts";
import { type Migration, migrate } from "./migrate.ts";
import { type Provisioned, provision } from "./provision.ts";

export interface ThrowAwayCluster {
  readonly adminUrl: string;
  /** A new database with the given schema, and the login that the power would have. */
  database(power: string, migrations: readonly Migration[]): Promise<Provisioned>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** A server for one test file: no durability, its data below the system's folder for temporary files. */
export async function throwAwayCluster(): Promise<ThrowAwayCluster> {
  const dir = await mkdtemp(join(tmpdir(), "trias-pg-"));
  const cluster = await startCluster({
    dir,
    binDir: await sharedBinaries(),
    port: await freePort(),
    superuserPassword: secret(),
    throwAway: true,
  });
  const kill = () => process.kill(cluster.pid, "SIGQUIT");
  process.once("exit", kill);
  let n = 0;
  return {
    adminUrl: cluster.adminUrl,
    async database(power, migrations) {
      n += 1;
      const [made] = await provision(cluster.adminUrl, { prefix: `t${n}`, powers: [{ power, password: secret() }] });
      if (made === undefined) throw new TypeError("provision makes what it is asked for");
      await migrate(cluster.adminUrl, made.database, migrations, made);
      return made;
    },
    async stop() {
      process.off("exit", kill);
      await cluster.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Copied once a machine and user, not once a test file. */
export async function sharedBinaries(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const shared = join(tmpdir(), `trias-pg-server-${uid}`);
  await mkdir(shared, { recursive: true, mode: 0o755 });
  // Others may write to the folder for temporary files: a folder of theirs is not taken.
  if ((await stat(shared)).uid !== uid) throw new PostgresError("dir_unreachable", `\`${shared}\` is somebody else's`);
  return prepareBinaries(shared, undefined);
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
