import { canonicalJson, toBase64, utf8 } from "@trias/core";
import { createClient, startProcess } from "@trias/link";
import { buildScaleCapacity } from "@trias/plan";
import { auditorApi, type Envelope, executorApi } from "@trias/protocol";
import { createDouble, planBytes } from "../doubles/orchestrator.ts";
import { type Attempt, tryAll } from "./attempts.ts";

/**
 * An orchestrator that does everything right until it holds a good warrant, and then tries to get more out of it than one execution
 * of these bytes. The second executor, where one runs, listens at the base's ninth port.
 */
startProcess(async ({ config, log }) => {
  const double = createDouble(config);
  const port = Number(new URL(config.peers.executor ?? "").port) - 3;
  const second = createClient({ tls: config.tls, peer: "executor", url: `https://127.0.0.1:${port + 9}` });
  const work = async () => {
    const item = await double.next("plan");
    const estate = await double.estate();
    const built = buildScaleCapacity(estate, "render-fleet", { amount: 50 });
    const claims = [{ type: "scale_capacity", parameters: { target: "render-fleet", amount: 50 }, confidence: 1 }];
    const plan = planBytes(item, built, claims);
    const other = planBytes(item, buildScaleCapacity(estate, "render-fleet", { amount: 200 }), claims);
    const { verdict } = await double.submit(item, plan);
    log.info("judged", {
      decision: verdict.decision,
      concerns: verdict.concerns.map((concern) => concern.message).join("; "),
    });

    await tryAll(log, [{ name: "a warrant before the approval", run: () => double.warrant(item.case, plan) }]);
    await double.next("execute", item.case);
    await tryAll(log, [
      { name: "a warrant for other bytes than those approved", run: () => double.warrant(item.case, other) },
    ]);
    const warrant = await double.warrant(item.case, plan);
    log.info("warranted", {});

    await tryAll(log, beforeRedeeming(warrant, plan, other));
    const body = { warrant, plan: toBase64(plan) };
    const racers = Array.from({ length: 6 }, (_, i) =>
      (i % 2 === 0 ? double.executor : second).call(executorApi.execute, { body }),
    );
    const outcomes = await Promise.allSettled(racers);
    const executions = new Set(
      outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.execution] : [])),
    );
    const refused = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => String(reason));
    log.info("raced", { executions: executions.size, refused: refused.join("; ") });
    const [execution = ""] = executions;
    for (;;) {
      const { report } = await double.executor.call(executorApi.execution, {
        params: { execution },
        query: { wait: 20 },
      });
      if (["executed", "rolled_back", "failed", "unknown"].includes(report.state)) {
        log.info("ended", { state: report.state });
        break;
      }
    }
    const again = await double.execute(warrant, plan);
    log.info("again", { same: again.execution === execution, state: again.report.state });
    await tryAll(log, afterwards(item.case, warrant, plan, other));
  };

  const beforeRedeeming = (warrant: Envelope, plan: Uint8Array, other: Uint8Array): Attempt[] => {
    const statement = JSON.parse(Buffer.from(warrant.payload, "base64").toString()) as {
      predicate: Record<string, unknown>;
    };
    const forged = (change: Record<string, unknown>): Envelope => {
      const payload = toBase64(utf8(canonicalJson({ ...statement, predicate: { ...statement.predicate, ...change } })));
      return { ...warrant, payload };
    };
    const execute = (name: string, envelope: Envelope, bytes: Uint8Array): Attempt => ({
      name,
      run: () => double.execute(envelope, bytes),
    });
    const spaced = utf8(` ${Buffer.from(plan).toString()}`);
    return [
      execute("the plan swapped after the verdict", warrant, other),
      execute("the same plan in other bytes", warrant, spaced),
      execute("a later expiry written into the warrant", forged({ expires: "2099-01-01T00:00:00.000Z" }), plan),
      execute("another id written into the warrant", forged({ id: "0".repeat(32) }), plan),
      execute("no signature", { ...warrant, signatures: [{ keyid: "", sig: toBase64(new Uint8Array(64)) }] }, plan),
      execute("another payload type", { ...warrant, payloadType: "application/vnd.trias.receipt.v1+json" }, plan),
      execute("a receipt in the warrant's place", { ...warrant, payload: toBase64(utf8("{}")) }, plan),
    ];
  };

  const afterwards = (caseId: string, warrant: Envelope, plan: Uint8Array, other: Uint8Array): Attempt[] => [
    {
      name: "a second warrant for the executed plan",
      run: async () => {
        // The one that is used up may come again: it does nothing.
        const again = await double.warrant(caseId, plan);
        if (again.payload === warrant.payload) throw new TypeError("the same warrant");
        return again.payload;
      },
    },
    {
      name: "a second plan on the same receipt",
      run: () => double.auditor.call(auditorApi.judge, { body: { case: caseId, plan: toBase64(other) } }),
    },
    {
      name: "a plan for a case that nobody asked for",
      run: () => double.auditor.call(auditorApi.judge, { body: { case: "C-000000000000", plan: toBase64(other) } }),
    },
  ];

  work().catch((error: unknown) => log.error("failed", { error: String(error) }));
  return { close: async () => undefined };
});
