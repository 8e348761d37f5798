import type { Client } from "@trias/link";
import type { CloudReader, CloudWriter } from "@trias/plan";
import { MIB, sandboxApi } from "@trias/protocol";

/** The sandbox as the executor and the collector call it; what each may do is decided by its certificate, over there. */
export function createSandboxCloud(client: Client): CloudReader & CloudWriter {
  return {
    act: (call) => client.call(sandboxApi.act, { body: call }),
    outcome: async (key) => (await client.call(sandboxApi.outcome, { query: { key } })).result,
    read: (refs) => client.call(sandboxApi.read, { body: { resources: [...refs] } }),
    snapshot: () => client.call(sandboxApi.snapshot, { maxBytes: 256 * MIB, timeoutMs: 120_000 }),
    changes: (after, wait, signal) =>
      client.call(sandboxApi.changes, {
        query: { after, wait },
        maxBytes: 256 * MIB,
        ...(signal ? { signal } : {}),
      }),
  };
}
