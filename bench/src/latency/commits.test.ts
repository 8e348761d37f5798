import { digestValue } from "@trias/core";
import type { JournalEntry } from "@trias/protocol";
import { expect, test } from "vitest";
import { commitsOf } from "./commits.ts";

function entry(key: string, ms: number, changed: JournalEntry["changed"]): JournalEntry {
  const time = new Date(ms).toISOString();
  return { serial: 1, time, key, action: "a", target: "t", parameters_digest: digestValue(key), api: [], changed };
}

test("the commit of an interface is its warrant's last step, whatever that changed", () => {
  const commits = commitsOf([
    entry("w1/s1/do", 1000, [{ part: "security_groups", id: "sg-1" }]),
    entry("w1/s2/do", 1010, [{ part: "interfaces", id: "eni-1" }]),
    entry("w2/s2/do", 1015, [{ part: "interfaces", id: "eni-2" }]),
    entry("w1/s3/do", 1020, []),
  ]);
  expect([commits.get("eni-1"), commits.get("eni-2")]).toEqual([1020, 1015]);
});
