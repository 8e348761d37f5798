import { join, resolve } from "node:path";
import {
  type AssembledCharter,
  assembleCharter,
  HARD_POLICIES,
  HARD_POLICIES_DIGEST,
  wasmCedarEngine,
} from "@trias/policy";
import { CLONE } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, type Options, text } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { concernLines } from "../show/concerns.ts";
import { oneLine, table, terminalWidth } from "../show/text.ts";
import { policyLintCommand } from "./policy-lint.ts";

const charterOption = () => new Option("--charter <folder>", "the charter's folder; `charter/` unless given");

export function policyCommands(program: Command): void {
  const parent = program
    .command("policy")
    .description("the law: hard policies and the organisation's own; and core network policies");

  addCommand(parent, {
    name: "list",
    summary: "the seven hard policies, and those of the charter",
    examples: ["policy list", "policy list --json"],
    options: [charterOption()],
    async run(_context, _args, options) {
      const { charter } = await load(options);
      const hard = HARD_POLICIES.map(({ id, title }) => ({ id, title, guardrail: "hard", approvers: [] as string[] }));
      const own = charter.policies.map(({ id, title, guardrail, approvers }) => ({ id, title, guardrail, approvers }));
      return {
        exit: EXIT.done,
        object: { hard_policies: HARD_POLICIES_DIGEST, charter: charter.digest, policies: [...hard, ...own] },
        text: () =>
          table(
            [...hard, ...own].map((policy) => [
              pc.bold(policy.id),
              policy.guardrail,
              policy.approvers.join(", "),
              oneLine(policy.title),
            ]),
          ).join("\n"),
      };
    },
  });

  addCommand(parent, {
    name: "test",
    summary:
      "check a charter as the auditor would at its start: form, Cedar policies, and that nothing is looser than the law",
    examples: ["policy test", "policy test --charter ./my-charter --json"],
    options: [charterOption()],
    async run(_context, _args, options) {
      const { charter, concerns } = await load(options);
      return {
        exit: EXIT.done,
        object: { ok: true, charter: charter.digest, policies: charter.policies.length, concerns },
        text: () =>
          [
            `${pc.green("holds")}: ${charter.policies.length} policies, charter ${charter.digest}`,
            ...concernLines(concerns, terminalWidth()),
          ].join("\n"),
      };
    },
  });

  policyLintCommand(parent);
}

async function load(options: Options): Promise<AssembledCharter> {
  const { readCharterFiles } = await import("@trias/supervisor");
  const given = text(options, "charter");
  return assembleCharter(
    readCharterFiles(given === undefined ? join(CLONE, "charter") : resolve(given)),
    wasmCedarEngine(),
  );
}
