import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { callsForIsolation, responseTo } from "./finding-response.ts";
import { parseFindingType } from "./finding-type.ts";
import { KNOWN_TYPES, type KnownType } from "./known-types.ts";
import { numberOf } from "./severity.ts";
import { threatClassOf } from "./threat-class.ts";

const TABLE = fileURLToPath(new URL("../../../../../docs/finding-types.md", import.meta.url));

const HEAD = `# GuardDuty finding types

What Trias makes of each type, current or retired. Written by a test of \`packages/reasoning\`; after a change of the rules
\`npx vitest run --project unit packages/reasoning -u\` writes it anew, and without that the test fails.

*Severity* is what stands in for a finding that gives none; a finding's own severity always counts. *Alone*: the rules isolate the
instance by themselves where the severity is 7 or more, the source is authenticated, and the estate has the instance running. All
others are asked about, with the response as advice. A brute force or scan is answered by who does it: an instance that attacks is isolated,
an address that attacks is blocked. A type that is not in this table is answered by its resource and its threat class.

| type | severity | class | response | alone | matrix row | advice |
| --- | --- | --- | --- | --- | --- | --- |
`;

function rowOf({ type: name, severity, retired }: KnownType): string {
  const type = parseFindingType(name);
  if (type === null) throw new TypeError(name);
  const number = numberOf(severity === "Varies" ? "Medium" : severity);
  const { action, row, advice } = responseTo(type, { severity: number, role: null, oneAddress: true });
  const cells = [
    `\`${name}\`${retired ? " (retired)" : ""}`,
    severity,
    threatClassOf(type),
    action,
    callsForIsolation(name) ? "yes" : "",
    row ?? "",
    advice,
  ];
  return `| ${cells.join(" | ")} |`;
}

test("the table in docs is what the rules say", async () => {
  await expect(`${HEAD}${KNOWN_TYPES.map(rowOf).join("\n")}\n`).toMatchFileSnapshot(TABLE);
});
