import { expect, it } from "vitest";
import { rulesReasoner } from "./rules-reasoner.ts";

it("explains by saying the facts, bounded, and leaves out what is not known", () => {
  expect(rulesReasoner.explain("planned", { steps: 2, monthly_usd: null, why: "mining" })).toBe(
    "planned: steps: 2; why: mining",
  );
  expect(rulesReasoner.explain("nothing", {})).toBe("nothing");
  expect(rulesReasoner.explain("long", { text: "x".repeat(1000) }).length).toBeLessThan(400);
});

it("learns from what went otherwise than planned, and from nothing else", () => {
  expect(rulesReasoner.reflect({ state: "executed", rounds: 1, reconciled: true, ms: 900 })).toEqual([]);
  expect(rulesReasoner.reflect({ state: "rolled_back", rounds: 3, reconciled: false, ms: 61_000 })).toHaveLength(4);
});
