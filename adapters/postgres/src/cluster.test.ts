import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type Cluster, startCluster } from "./cluster.ts";
import { createPool } from "./pool.ts";
import { freePort, sharedBinaries } from "./testing.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const running: Cluster[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "trias-cluster-"));
  folders.push(made);
  return made;
}

async function start(dir: string, port: number, superuserPassword: string, durable = false): Promise<Cluster> {
  const binDir = await sharedBinaries();
  const cluster = await startCluster({ dir, port, superuserPassword, binDir, throwAway: !durable });
  running.push(cluster);
  return cluster;
}

async function ask(cluster: Cluster, sql: string): Promise<string> {
  const pool = createPool(cluster.adminUrl, { max: 1 });
  try {
    const { rows } = await pool.query<Record<string, unknown>>(sql);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await pool.close();
  }
}

const secret = () => randomBytes(24).toString("base64url");

test("a new server listens on 127.0.0.1 alone, asks for a password, checks its pages, and stops", async () => {
  const [dir, port, password] = [await folder(), await freePort(), secret()];
  const cluster = await start(dir, port, password);
  expect(await ask(cluster, "show listen_addresses")).toBe("127.0.0.1");
  expect(await ask(cluster, "show unix_socket_directories")).toBe("");
  expect(await ask(cluster, "show data_checksums")).toBe("on");
  expect(await ask(cluster, "show server_encoding")).toBe("UTF8");
  expect(await readFile(join(dir, "data", "pg_hba.conf"), "utf8")).not.toMatch(/^\s*[^#].*\b(?:trust|md5|peer)$/m);
  expect((await stat(join(dir, "data"))).mode & 0o077).toBe(0);
  expect((await readdir(dir)).filter((name) => name.startsWith("password"))).toEqual([]);
  const wrong = createPool(cluster.adminUrl.replace(encodeURIComponent(password), secret()), { max: 1 });
  await expect(wrong.query("select 1")).rejects.toThrow("password authentication failed");
  await wrong.close();
  await cluster.stop();
  await cluster.ended;
  await expect(ask(cluster, "select 1")).rejects.toMatchObject({ code: "unavailable" });
});

test("a server that was left behind is taken over; on another port it is stopped and started again", async () => {
  const [dir, port, password] = [await folder(), await freePort(), secret()];
  const first = await start(dir, port, password);
  await ask(first, "select 1");
  const second = await start(dir, port, password);
  expect([second.adopted, second.pid]).toEqual([true, first.pid]);
  const moved = await start(dir, await freePort(), password);
  expect(moved.adopted).toBe(false);
  expect(moved.pid).not.toBe(first.pid);
  await second.ended;
  await ask(moved, "select 1");
});

test("one that was killed starts again with what it held", async () => {
  const [dir, port, password] = [await folder(), await freePort(), secret()];
  const first = await start(dir, port, password, true);
  await ask(first, "create table kept (n int)");
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  const second = await start(dir, port, password, true);
  expect(second.adopted).toBe(false);
  expect(await ask(second, "show fsync")).toBe("on");
  expect(await ask(second, "select count(*) from kept")).toBe("0");
});

test("a pid file that names somebody else's process does not stop it, and that process lives on", async () => {
  const [dir, port, password] = [await folder(), await freePort(), secret()];
  const first = await start(dir, port, password);
  const text = await readFile(join(dir, "data", "postmaster.pid"), "utf8");
  await first.stop();
  await writeFile(join(dir, "data", "postmaster.pid"), text.replace(/^\d+/, String(process.pid)));
  const second = await start(dir, port, password);
  expect(second.adopted).toBe(false);
  await ask(second, "select 1");
});

test.runIf(process.platform === "linux")(
  "the server is in a session of its own, which a signal to ours does not reach",
  async () => {
    const cluster = await start(await folder(), await freePort(), secret());
    // Fields after the name: state, parent, process group, session.
    const fields = (await readFile(`/proc/${cluster.pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
    expect([fields[2], fields[3]]).toEqual([String(cluster.pid), String(cluster.pid)]);
  },
);

test("a first start that was cut off is begun anew, with the server copied to where its user can reach it", async () => {
  const [dir, port] = [await folder(), await freePort()];
  await mkdir(join(dir, "data.half", "base"), { recursive: true });
  const cluster = await startCluster({ dir, port, superuserPassword: secret(), throwAway: true });
  running.push(cluster);
  await ask(cluster, "select 1");
});

test("data of another major version is refused", async () => {
  const [dir, port, password] = [await folder(), await freePort(), secret()];
  await (await start(dir, port, password)).stop();
  await writeFile(join(dir, "data", "PG_VERSION"), "12\n");
  await expect(start(dir, port, password)).rejects.toMatchObject({ code: "version_skew" });
});

test("a port that is taken is said, with the server's own words", async () => {
  const taken = await start(await folder(), await freePort(), secret());
  const port = Number(new URL(taken.adminUrl).port);
  await expect(start(await folder(), port, secret())).rejects.toMatchObject({
    code: "cluster_failed",
    remedy: "retry",
  });
});

test("as root, a folder that the server's user can't reach is refused", async ({ skip }) => {
  if (process.getuid?.() !== 0) {
    console.warn("not tried: only root starts the server as another user; run this file as root to try it");
    skip("only root starts the server as another user");
  }
  const closed = await folder();
  await chmod(closed, 0o700);
  const dir = join(closed, "state");
  await expect(start(dir, await freePort(), secret())).rejects.toMatchObject({ code: "dir_unreachable" });
});

test("a folder without a server's programs is refused", async () => {
  const [dir, port] = [await folder(), await freePort()];
  const options = { dir, port, superuserPassword: secret(), binDir: dir };
  await expect(startCluster(options)).rejects.toMatchObject({ code: "binaries_missing" });
});
