import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { list, toWire } from "@trias/estate";
import { type Client, createClient, createLog, RefusalError } from "@trias/link";
import { createAuthority, issueCertificate } from "@trias/link/certificates";
import { type Peer, sandboxApi } from "@trias/protocol";
import { afterAll, expect, test } from "vitest";
import { companyWan, newFolder } from "./__fixtures__/cloud.ts";
import { createSandboxCloud } from "./client.ts";
import { runSandbox } from "./sandbox.ts";

const authority = await createAuthority();
const tlsOf = (peer: Peer) => issueCertificate(authority, peer, { hosts: ["127.0.0.1"] });
const folder = newFolder();
writeFileSync(join(folder, "seed.json"), JSON.stringify(toWire(companyWan)));
const config = {
  data_dir: folder,
  listen: { host: "127.0.0.1", port: 0 },
  tls: await tlsOf("sandbox"),
  build: "test",
};
const running = await runSandbox(
  config,
  createLog("sandbox", () => undefined),
);
const clients: Client[] = [];
const as = async (peer: Peer): Promise<Client> => {
  const client = createClient({ tls: await tlsOf(peer), peer: "sandbox", url: running.url });
  clients.push(client);
  return client;
};
const executor = await as("executor");
const operator = await as("operator");
const cloud = createSandboxCloud(executor);

afterAll(async () => {
  for (const client of clients) client.close();
  await running.close();
});

const group = list(companyWan, "scaling_groups")[0]?.id ?? "";
const size = (key: string, desired: number) => ({
  key,
  action: "set_group_size",
  target: group,
  parameters: { min: 0, desired, max: 100 },
});

async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new RefusalError("internal", "nobody refused it"),
    (reason: unknown) => reason,
  );
  if (error instanceof RefusalError) return error.code;
  throw error;
}

test("only the executor acts; only the operator arms faults and drifts; the orchestrator reads nothing", async () => {
  for (const peer of ["orchestrator", "auditor", "collector", "operator"] as const) {
    expect(await refusal(createSandboxCloud(await as(peer)).act(size("w/s0/do", 1)))).toBe("forbidden");
  }
  expect(await refusal(executor.call(sandboxApi.drift, { body: size("x", 1) }))).toBe("forbidden");
  expect(await refusal(executor.call(sandboxApi.fault, { body: { clear: true } }))).toBe("forbidden");
  expect(await refusal(createSandboxCloud(await as("orchestrator")).snapshot())).toBe("forbidden");
  const nobody = createClient({ tls: { ca: authority.cert }, peer: "sandbox", url: running.url });
  clients.push(nobody);
  expect(await refusal(createSandboxCloud(nobody).act(size("w/s0/do", 1)))).toBe("unauthenticated");
});

test("the collector gets the whole estate, and then each change", async () => {
  const reader = createSandboxCloud(await as("collector"));
  const snapshot = await reader.snapshot();
  expect(snapshot.lineage).toBe(companyWan.lineage);
  const waiting = reader.changes(snapshot.serial, 20);
  const done = await cloud.act(size("w/s1/do", 5));
  expect(await waiting).toMatchObject({ serial: done.serial, changed: [{ id: group }] });
});

test("faults: refused and throttled do nothing; a lost reply has done it all the same", async () => {
  const arm = (fault: { action: string; kind: "error" | "throttle" | "lost_reply" | "hang"; delay_ms?: number }) =>
    operator.call(sandboxApi.fault, {
      body: { fault: { delay_ms: 0, times: 1, message: "injected fault", ...fault } },
    });
  await arm({ action: "set_group_size", kind: "error" });
  expect(await refusal(cloud.act(size("w/s2/do", 6)))).toBe("bad_request");
  await arm({ action: "*", kind: "throttle" });
  expect(await refusal(cloud.act(size("w/s2/do", 6)))).toBe("throttled");
  expect(await cloud.outcome("w/s2/do")).toBeNull();

  await arm({ action: "set_group_size", kind: "lost_reply", delay_ms: 20 });
  expect(await refusal(cloud.act(size("w/s2/do", 6)))).toBe("timeout");
  expect(await cloud.outcome("w/s2/do")).toMatchObject({ key: "w/s2/do", repeated: true });
  expect(await cloud.act(size("w/s2/do", 6))).toMatchObject({ repeated: true });

  await arm({ action: "set_group_size", kind: "hang", delay_ms: 60_000 });
  const hungUp = executor.call(sandboxApi.act, { body: size("w/s3/do", 7), timeoutMs: 50 });
  expect(await refusal(hungUp)).toBe("timeout");
  expect(await cloud.outcome("w/s3/do")).toBeNull();
  expect(await cloud.act(size("w/s3/do", 7))).toMatchObject({ repeated: false });
});

test("the journal lists each effect once, with the cloud's own operations", async () => {
  const { entries } = await operator.call(sandboxApi.journal);
  expect(entries.map(({ key }) => key)).toEqual(["w/s1/do", "w/s2/do", "w/s3/do"]);
  expect(entries[0]?.api).toEqual(["autoscaling:UpdateAutoScalingGroup"]);
});
