import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Answer, type Case, readCases } from "./conformance/cases.ts";
import { answerCloudWan } from "./conformance/cloudwan.ts";
import { readAttachments } from "./conformance/cloudwan-attachments.ts";
import { differencesOf } from "./conformance/compare.ts";

const flows = readCases(fileURLToPath(new URL("../testdata/cloud-wan/flows.json", import.meta.url)));

describe("published Cloud WAN flows", () => {
  test.each(flows.cases)("$id", (question) => {
    const snapshot = flows.snapshots[question.snapshot];
    if (snapshot?.kind !== "cloudwan") throw new TypeError("not a Cloud WAN snapshot");
    const policy = fileURLToPath(new URL(`../testdata/cloud-wan/${snapshot.policy}`, import.meta.url));
    expect(differencesOf(question, answerCloudWan(policy, snapshot.attachments, question))).toEqual([]);
  });
});

const CASE: Case = { id: "x", snapshot: "s", from: {}, to: {}, expect: "delivered", usable: true };
const ANSWER: Answer = { verdict: "delivered", reason: "" };

describe("comparison", () => {
  test("what is not given is not compared", () => {
    expect(differencesOf(CASE, ANSWER)).toEqual([]);
  });

  test.each<[Partial<Case>, Partial<Answer>]>([
    [{}, { verdict: "may" }],
    [{}, { verdict: "no answer" }],
    [{ expect: "blocked" }, {}],
    [{ expect_return: "blocked" }, { verdict_return: "delivered" }],
    [{ path: ["a", "b"] }, { path: ["a"] }],
    [{ inspected_in: ["r"] }, { inspected_in: null }],
    [{ inspected_in: ["r", "s"] }, { inspected_in: ["s", "r"] }],
    [{ inspection_hops: 0 }, {}],
    [{ egress_edge: "r" }, { egress_edge: null }],
    [{ egress_attachment: "x" }, { egress_attachment: "y" }],
    [{ as_path: [1, 2] }, { as_path: [2, 1] }],
    [{ as_path: [1] }, { as_path: null }],
    [{ as_path: [65001, 1] }, { as_path: [65002, 1], own_asns: [65001, 65002] }],
    [{ as_path: [7, 1] }, { as_path: ["edge", 1] }],
  ])("%j against %j differs", (expected, answer) => {
    expect(differencesOf({ ...CASE, ...expected }, { ...ANSWER, ...answer })).toHaveLength(1);
  });

  test.each<[Case["as_path"], Partial<Answer>]>([
    [[65001, 1], { as_path: [65001, 1], own_asns: [65001] }],
    ["65001 1", { as_path: [65001, 1], own_asns: [65001] }],
    [[64520, 1], { as_path: ["edge", 1] }],
    [[1], { as_path: [65001, 1], own_asns: [65001] }],
    [[1], { as_path: ["edge", 1] }],
  ])("AS path %j is %j", (as_path, answer) => {
    expect(differencesOf({ ...CASE, ...(as_path && { as_path }) }, { ...ANSWER, ...answer })).toEqual([]);
  });
});

describe("attachments in the words of case files", () => {
  const [read] = readAttachments(
    [
      {
        id: "dc",
        type: "dxgw",
        routes: [{ name: "branch", cidr: "10.9.0.0/16", as_path: "65100 65101", community: "1:1" }, "10.8.0.0/16"],
      },
    ],
    ["eu-west-1", "us-east-1"],
  );

  test("short types, a gateway without a region, routes by any name", () => {
    expect(read?.attachment).toMatchObject({
      type: "direct-connect-gateway",
      edge_locations: ["eu-west-1", "us-east-1"],
      routes: [{ prefix: "10.9.0.0/16", as_path: [65100, 65101], communities: ["1:1"] }, { prefix: "10.8.0.0/16" }],
    });
    expect(["branch", "0", "10.9.0.0/16", "1"].map((name) => read?.routeNames.get(name))).toEqual([
      "10.9.0.0/16",
      "10.9.0.0/16",
      "10.9.0.0/16",
      "10.8.0.0/16",
    ]);
  });

  test("routes as an object from names", () => {
    const [named] = readAttachments(
      [{ id: "x", type: "vpn", region: "eu-west-1", routes: { all: { prefix: "0.0.0.0/0", med: 5 } } }],
      [],
    );
    expect(named?.attachment.routes).toEqual([{ prefix: "0.0.0.0/0", med: 5 }]);
    expect(named?.routeNames.get("all")).toBe("0.0.0.0/0");
  });
});
