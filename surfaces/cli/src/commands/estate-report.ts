import type { Finding, Report } from "@trias/snapshot";
import pc from "picocolors";
import { oneLine, table } from "../show/text.ts";

const KINDS: Readonly<Record<Report["kind"], string>> = {
  aws: "answers of the AWS CLI",
  "terraform-state": "a Terraform state",
  "terraform-plan": "a Terraform plan",
  trias: "an estate",
};

/** How many lines of one kind a person gets to read; `--json` has them all. */
const LINES = 20;

/** What was read, what is known of it, and what to add, for a person. */
export function reportText(report: Report, out: string | undefined): string {
  return [
    head(report),
    ...parts(report),
    ...findings(report),
    ...section(
      `${report.dangling.length} references lead nowhere`,
      report.dangling.map(
        ({ part, id, path, wanted }) =>
          `${part} ${id}: ${path} names ${wanted.id}, which is not among the ${wanted.part}`,
      ),
    ),
    ...section(
      `${report.overlaps.length} address blocks overlap within reach of each other`,
      report.overlaps.map(({ a, b, through }) => `${a.cidr} of ${a.vpc} and ${b.cidr} of ${b.vpc}, through ${through}`),
    ),
    ...missing(report),
    ...(out === undefined ? [] : ["", `written to ${out}`]),
  ].join("\n");
}

function head({ kind, files, regions, accounts, read }: Report): string {
  const items = read.reduce((sum, one) => sum + one.items, 0);
  const said = (all: readonly string[], none: string) => (all.length === 0 ? none : all.join(", "));
  return [
    `${pc.bold(KINDS[kind])}: ${files} ${files === 1 ? "file" : "files"}, ${items} things`,
    `regions   ${said(regions, pc.yellow("none is named"))}`,
    `accounts  ${said(accounts, pc.yellow("none is named"))}`,
  ].join("\n");
}

function parts({ parts }: Report): string[] {
  const rows = parts.map(({ part, status, count, reason = "" }) =>
    status === "known" ? [part, String(count), ""] : [part, pc.yellow("unknown"), pc.dim(oneLine(reason, 160))],
  );
  return ["", ...table(rows)];
}

const COLOURS: Readonly<Record<Finding["severity"], (text: string) => string>> = {
  error: pc.red,
  warning: pc.yellow,
  note: pc.dim,
};

function findings({ findings, dropped }: Report): string[] {
  const more = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return (["error", "warning", "note"] as const).flatMap((severity) => {
    const own = findings.filter((one) => one.severity === severity);
    const lines = own.map(({ file, path, message }) => {
      const at = [file, path].filter((one) => one !== undefined).join(" ");
      return `${oneLine(message, 300)}${at === "" ? "" : pc.dim(`  (${oneLine(at)})`)}`;
    });
    const title = COLOURS[severity](`${own.length + (severity === "error" ? more : 0)} ${severity}s`);
    return section(title, lines);
  });
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length > LINES ? [pc.dim(`  and ${lines.length - LINES} more, see --json`)] : [];
  return ["", pc.bold(title), ...lines.slice(0, LINES).map((line) => `  ${line}`), ...rest];
}

function missing({ missing }: Report): string[] {
  const needed = missing.filter(({ references }) => references > 0);
  const others = missing.filter(({ references }) => references === 0);
  const words = ({ call, where, part, references }: Report["missing"][number]) =>
    `aws ${call}${where.length === 0 ? "" : ` in ${where.join(", ")}`}  ${pc.dim(references > 0 ? `${part}: ${references} things point there` : part)}`;
  return [
    ...section("add for answers that can be trusted", needed.map(words)),
    ...section("add to know that there are none", others.map(words)),
  ];
}
