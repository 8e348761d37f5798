import { digestValue } from "@trias/core";
import type { JournalEntry } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { benchEstate } from "../estate.ts";
import { doubledOf, lostOf } from "./outcome.ts";
import type { Job } from "./work.ts";

const estate = benchEstate({ instances: 80, scalingGroups: 2 });

function entry(key: string, target: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    serial: 1,
    time: "2026-11-02T08:00:00.000Z",
    key,
    action: "set_group_size",
    target,
    parameters_digest: digestValue(target),
    api: [],
    changed: [{ part: "scaling_groups", id: target }],
    ...more,
  };
}

function job(more: Partial<Job> = {}): Job {
  return { kind: "change", target: "workers-0001", opened: 0, case: "C-1", view: undefined, error: undefined, ...more };
}

describe("effects done twice", () => {
  const once = entry("w1/s1/do", "workers-0001");

  test("one warrant, one step, one effect is none", () => {
    expect(doubledOf([job()], [once])).toEqual([]);
  });

  test("the same step of the same warrant twice", () => {
    expect(doubledOf([job()], [once, once])).toContain("w1/s1/do: carried out 2 times");
  });

  test("the same change under another warrant", () => {
    const doubled = doubledOf([job()], [once, entry("w2/s1/do", "workers-0001")]);
    expect(doubled).toContain("workers-0001: changed under 2 warrants");
    expect(doubled.some((line) => line.startsWith("set_group_size workers-0001 "))).toBe(true);
  });

  test("a warrant whose effects are on no case's target", () => {
    expect(doubledOf([job()], [once, entry("w2/s1/do", "workers-0009")])).toEqual([
      "warrant w2: effects on no case's target",
    ]);
  });
});

describe("cases that are lost", () => {
  test("one that nobody accepted, and one that was not followed", () => {
    expect(lostOf([job({ error: "no answer" }), job()], estate, estate)).toHaveLength(2);
  });

  test("one that says it is done while the cloud is as before", () => {
    const view = { state: "done", result: { reconciled: true } } as Job["view"];
    expect(lostOf([job({ view })], estate, estate)).toEqual([
      "change C-1 on workers-0001: the cloud says 1 instances, not 2",
    ]);
  });
});
