import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosePorts } from "./ports.ts";

const nothing = { own: null, patienceMs: 0 };
// Below the ports that Linux gives to outgoing connections, and apart from those of the whole-system tests.
const BASE = 28_100;
let blocker: Server;

beforeAll(async () => {
  blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(BASE + 3, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => blocker.close(resolve)));

test("a base that somebody asked for is used or refused, never moved, and the error names who is in the way", async () => {
  await expect(choosePorts(BASE, 7400, nothing)).rejects.toThrow(
    new RegExp(`port ${BASE + 3} \\(executor\\) is taken by process ${process.pid}`),
  );
});

test("a port that somebody's connection goes out from is named as that", async () => {
  const connection = connect((blocker.address() as AddressInfo).port, "127.0.0.1");
  await new Promise((resolve) => connection.once("connect", resolve));
  const base = (connection.localPort ?? 0) - 3;
  await expect(choosePorts(base, 7400, nothing)).rejects.toThrow(/port \d+ \(executor\) is taken by a connection/);
  connection.destroy();
});

test("a base that nobody asked for moves on in steps of 20 and says so", async () => {
  const choice = await choosePorts(undefined, BASE, nothing);
  expect(choice.base).toBe(BASE + 20);
  expect(choice.moved).toContain(`using ${BASE + 20} instead of ${BASE}`);
});

test("our own database that still runs is not in the way", async () => {
  expect(await choosePorts(BASE, 7400, { own: BASE + 3, patienceMs: 0 })).toEqual({ base: BASE });
});

test("what is about to end is waited for", async () => {
  const leaving = createServer();
  await new Promise<void>((resolve) => leaving.listen(BASE + 41, "127.0.0.1", resolve));
  setTimeout(() => leaving.close(), 150);
  expect(await choosePorts(undefined, BASE + 40, { own: null, patienceMs: 5000 })).toEqual({ base: BASE + 40 });
});

test("a number that is no port is refused", async () => {
  await expect(choosePorts(80, 7400, nothing)).rejects.toThrow("`80` is no port base");
});
