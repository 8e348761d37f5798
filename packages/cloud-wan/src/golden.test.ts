import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readGolden, tablesText } from "./__fixtures__/golden.ts";
import { parseAttachments } from "./place/attachment.ts";
import { parseCoreNetworkPolicy } from "./read/read-policy.ts";
import { simulateCoreNetwork } from "./simulate.ts";

const goldens = new URL("./__fixtures__/golden/", import.meta.url);
const policies = new URL("../../../testdata/cloud-wan/policies/", import.meta.url);

test.each(globSync("*.txt", { cwd: goldens }).sort())("the tables of %s, worked out by hand", (name) => {
  const golden = readGolden(new URL(name, goldens));
  const policy = parseCoreNetworkPolicy(JSON.parse(readFileSync(new URL(golden.policy, policies), "utf8")));
  const simulation = simulateCoreNetwork(policy, parseAttachments(golden.attachments));
  expect(tablesText(simulation.tables.all())).toBe(golden.tables);
});
