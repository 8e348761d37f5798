import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lintCoreNetworkPolicy } from "./lint/lint.ts";
import { parseAttachments } from "./place/attachment.ts";
import { readCoreNetworkPolicy } from "./read/read-policy.ts";
import { simulateCoreNetwork } from "./simulate.ts";

const folder = new URL("../../../testdata/cloud-wan/policies/", import.meta.url);
const names = globSync("*.json", { cwd: folder }).sort();
const WITH_REFERENCE = "blueprints-2-multi-account-cfn-core-network-4d44e.json";

function read(name: string) {
  return readCoreNetworkPolicy(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
}

describe("every public policy", () => {
  test.each(names.filter((name) => name !== WITH_REFERENCE))("%s parses, lints and simulates", (name) => {
    const { policy, problems } = read(name);
    expect(problems.filter(({ level }) => level === "error")).toEqual([]);
    if (policy === null) throw new Error("no policy");
    expect(lintCoreNetworkPolicy(policy).filter(({ message, fix }) => message === "" || fix === "")).toEqual([]);
    const attachments = parseAttachments(
      policy.segments.map(({ name: segment }, i) => ({
        id: `vpc-${segment}`,
        type: "vpc",
        region: policy.configuration["edge-locations"][0]?.location,
        account: "111122223333",
        tags: { segment, domain: segment },
        cidrs4: [`10.${i}.0.0/16`],
      })),
    );
    const { tables, placements } = simulateCoreNetwork(policy, attachments);
    expect(placements).toHaveLength(attachments.length);
    const expected = policy.segments.reduce(
      (sum, segment) => sum + (segment["edge-locations"] ?? policy.configuration["edge-locations"]).length,
      0,
    );
    expect(tables.all()).toHaveLength(
      expected + policy.functionGroups.length * policy.configuration["edge-locations"].length,
    );
  });

  test("one with a CloudFormation reference is named as not literal, where it stands", () => {
    const { policy, problems } = read(WITH_REFERENCE);
    expect(policy).toBeNull();
    expect(problems).toEqual([
      expect.objectContaining({ id: "not-literal", path: "attachment-policies[0].conditions[2].value" }),
    ]);
  });
});
