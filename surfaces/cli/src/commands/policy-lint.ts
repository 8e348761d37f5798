import { type Finding, lintCoreNetworkPolicy, type PolicyProblem } from "@trias/cloud-wan";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, text } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readAttachmentsFile, readPolicyFile } from "../policy-file.ts";
import { oneLine, terminalWidth, wrap } from "../show/text.ts";

export const attachmentsOption = () =>
  new Option("--attachments <file>", "its attachments: [{id, type, region, account, tags, cidrs4, cidrs6, …}]");

type Told = Pick<Finding, "id" | "path" | "level" | "message" | "fix"> | PolicyProblem;

/** `trias policy lint`: exit 2 where the document is no policy, 3 where it would not do what it says. */
export function policyLintCommand(parent: Command): void {
  addCommand(parent, {
    name: "lint <core-network-policy.json>",
    summary: "a Cloud WAN core network policy: its grammar, and what AWS accepts and then fails in silence",
    examples: [
      "policy lint core-network-policy.json",
      "policy lint core-network-policy.json --attachments attachments.json",
      "policy lint - --json < core-network-policy.json",
    ],
    options: [attachmentsOption()],
    async run(_context, [path = "-"], options) {
      const { policy, problems, bytes } = await readPolicyFile(path);
      const file = text(options, "attachments");
      const attachments = file === undefined ? undefined : await readAttachmentsFile(file);
      const findings =
        policy === null ? [] : lintCoreNetworkPolicy(policy, { bytes, ...(attachments && { attachments }) });
      const errors = [...problems, ...findings].filter(({ level }) => level === "error").length;
      const exit = policy === null ? EXIT.usage : errors > 0 ? EXIT.refused : EXIT.done;
      return {
        exit,
        object: { ok: exit === EXIT.done, problems, findings },
        text: () => lines([...problems, ...findings], errors).join("\n"),
      };
    },
  });
}

const LEVELS = { error: pc.red("error"), warning: pc.yellow("warning"), note: pc.dim("note") } as const;

function lines(told: readonly Told[], errors: number): string[] {
  if (told.length === 0) return [pc.green("nothing to complain about")];
  const width = terminalWidth() - 4;
  const each = told.flatMap(({ id, path, level, message, fix }) => [
    `${LEVELS[level]} ${pc.bold(id)}  ${pc.dim(oneLine(path === "" ? "the document" : path))}`,
    ...wrap(message, width).map((line) => `    ${line}`),
    ...wrap(`→ ${fix}`, width).map((line) => pc.dim(`    ${line}`)),
  ]);
  const others = told.length - errors;
  return [
    ...each,
    `${errors} ${errors === 1 ? "error" : "errors"}, ${others} other ${others === 1 ? "remark" : "remarks"}`,
  ];
}
