import { toBase64 } from "@trias/core";
import { drawWan, wanPicture } from "@trias/picture";
import { MAX_PLAN_BYTES, parsePlan, proveWayBack } from "@trias/plan";
import { costOfChanges } from "@trias/pricing";
import { auditorApi } from "@trias/protocol";
import { createReachEngine, type LingeringGroup, lingeringGroups } from "@trias/reach";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { readInput } from "../input.ts";
import { writePicture } from "../picture-file.ts";
import { simulateBytes, simulateFile } from "../plan-file.ts";
import {
  isPolicyDocument,
  MAX_POLICY_BYTES,
  needPolicy,
  parsePolicyDocument,
  readAttachmentsFile,
  readPolicyBytes,
} from "../policy-file.ts";
import { withPolicy } from "../policy-on-estate.ts";
import { auditText } from "../show/audit.ts";
import { differenceLines } from "../show/flows.ts";
import { oneLine, table, usd, usdChange } from "../show/text.ts";
import { openSource } from "./estate-source.ts";
import { attachmentsOption } from "./policy-lint.ts";
import { simulatePolicy } from "./simulate-policy.ts";

export function auditCommand(program: Command): void {
  addCommand(program, {
    name: "audit <plan>",
    summary: "have the auditor judge a plan against a sentence; opens no case, and nothing can run from it",
    examples: [
      'audit plan.json --request "Add a new microsegment for machine learning workloads"',
      'audit - --request "…" --json < plan.json',
    ],
    options: [new Option("--request <sentence>", "what was asked for").makeOptionMandatory()],
    async run(context, [path = "-"], options) {
      const bytes = await readInput(path, MAX_PLAN_BYTES, "a plan");
      parsePlan(bytes);
      const session = await context.session();
      const body = { sentence: text(options, "request") ?? "", plan: toBase64(bytes) };
      const judged = await session.call("auditor", auditorApi.audit, { body });
      const exit = { approved: EXIT.done, amend: EXIT.waits, escalated: EXIT.waits, vetoed: EXIT.refused }[
        judged.decision
      ];
      return { exit, object: judged, text: () => auditText(judged) };
    },
  });
}

export function priceCommand(program: Command): void {
  addCommand(program, {
    name: "price <plan>",
    summary: "what a plan would cost a month, from the price book",
    examples: ["price plan.json", "price - --json < plan.json"],
    async run(context, [path = "-"]) {
      const { simulation } = await simulateFile(context, path);
      const cost = costOfChanges(simulation.steps.flatMap((step) => step.changes));
      const rows = cost.lines.map((line) => [
        line.part,
        oneLine(line.id, 60),
        usdChange(line.monthly_usd_delta),
        pc.dim(line.prices.join(", ")),
      ]);
      const unpriced = cost.unpriced.map(
        ({ part, id, reason }) => `${pc.yellow("no price")}  ${part} ${oneLine(id, 60)}: ${oneLine(reason)}`,
      );
      return {
        exit: EXIT.done,
        object: cost,
        text: () =>
          [
            ...table(rows),
            ...unpriced,
            `${pc.bold(usdChange(cost.monthly_usd_delta))}  ${pc.dim(`(then ${usd(cost.monthly_usd_after)})`)}`,
          ].join("\n"),
      };
    },
  });
}

export function simulateCommand(program: Command): void {
  addCommand(program, {
    name: "simulate <plan>",
    summary:
      "carry a plan out on a copy of the network: what changes, what becomes reachable, and whether the way back holds; or lay out the route tables of a core network policy",
    examples: [
      "simulate plan.json",
      "simulate plan.json --json",
      "simulate plan.json --out change.svg",
      "simulate core-network-policy.json --attachments attachments.json",
      "simulate core-network-policy.json --estate ./snapshot --out change.svg",
    ],
    options: [
      attachmentsOption(),
      new Option("--estate <path>", "put a policy into this network: says what it opens and closes there"),
      new Option("--out <file>", "draw the network with what opens and closes into this file (SVG)"),
    ],
    async run(context, [path = "-"], options) {
      const out = text(options, "out");
      const reach = createReachEngine();
      const bytes = await readInput(path, MAX_POLICY_BYTES, "a plan or a core network policy");
      if (isPolicyDocument(bytes)) {
        const read = readPolicyBytes(bytes);
        const file = text(options, "attachments");
        const attachments = file === undefined ? [] : await readAttachmentsFile(file);
        const policy = needPolicy(path, read);
        const source = text(options, "estate");
        if (source === undefined) {
          if (out !== undefined) throw noNetwork();
          return simulatePolicy(policy, read.problems, attachments);
        }
        const { estate } = openSource(source, options);
        const after = withPolicy(estate, parsePolicyDocument(bytes));
        const flows = reach.diff(estate, after);
        if (out !== undefined)
          writePicture(out, drawWan(wanPicture(estate, { title: path, reach, change: { after, flows } })));
        return simulatePolicy(policy, read.problems, attachments, flows);
      }
      const { parsed, before, simulation } = await simulateBytes(context, bytes);
      const flows = reach.diff(before, simulation.after);
      if (out !== undefined) {
        const change = { after: simulation.after, flows };
        writePicture(out, drawWan(wanPicture(before, { title: parsed.plan.summary, reach, change })));
      }
      const wayBack = proveWayBack(before, parsed.plan);
      const changes = simulation.steps.flatMap(({ step, changes: list }) =>
        list.map(({ part, id, before: was, after }) => ({
          step: step.id,
          op: was === null ? "create" : after === null ? "delete" : "update",
          part,
          id,
        })),
      );
      const cost = costOfChanges(simulation.steps.flatMap((step) => step.changes));
      return {
        exit: wayBack.ok ? EXIT.done : EXIT.refused,
        object: {
          plan_digest: parsed.rawDigest,
          changes,
          opened: flows.opened,
          closed: flows.closed,
          monthly_usd_delta: cost.monthly_usd_delta,
          way_back: wayBack.ok ? wayBack : { ok: false, step: wayBack.step, reason: wayBack.reason },
        },
        text: () =>
          [
            ...table(changes.map(({ step, op, part, id }) => [step, op, part, oneLine(id, 80)])),
            ...differenceLines(flows),
            ...lingeringGroups(before, simulation.after).map(lingeringLine),
            `cost: ${usdChange(cost.monthly_usd_delta)}`,
            wayBack.ok
              ? pc.green("the way back leads to the start")
              : pc.red(`the way back fails at ${wayBack.step}: ${oneLine(wayBack.reason)}`),
          ]
            .filter((line) => line !== "")
            .join("\n"),
      };
    },
  });
}

function noNetwork(): CliError {
  return new CliError("option_malformed", EXIT.usage, "a policy alone is no network to draw", {
    at: "--out",
    fix: "give the network that it is meant for with `--estate <path>`",
  });
}

/** What a closed difference does not end at once (R19). */
function lingeringLine({ group, tracked }: LingeringGroup): string {
  const how = tracked
    ? "connections that run go on until they are idle"
    : "connections that are not tracked end at once, tracked ones when idle";
  return pc.dim(`\`${oneLine(group, 60)}\` admits less: ${how}`);
}
