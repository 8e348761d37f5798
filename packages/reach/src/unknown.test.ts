import { type Estate, PART_NAMES, type PartName } from "@trias/estate";
import { expect, test } from "vitest";
import { question } from "./__fixtures__/against-oracle.ts";
import { unknown } from "./__fixtures__/company-wan.ts";
import { Dice, randomEstate, randomPacket } from "./__fixtures__/random-estate.ts";
import { trace } from "./trace.ts";

/** What is taken away from an estate may leave an answer open, and never turn it round. */
function turned(estate: Estate, part: PartName, asked: ReturnType<typeof question>): string | null {
  const [all, less] = [trace(estate, asked), trace(unknown(estate, part), asked)];
  const pairs = [
    [all.forward.verdict, less.forward.verdict],
    [all.verdict, less.verdict],
  ];
  const wrong = pairs.find(([known, open]) => open !== "may" && open !== known);
  return wrong ? `without ${part}: ${wrong.join(" became ")}: ${JSON.stringify(asked)}` : null;
}

test("a part that is unknown leaves answers open, and never turns one round", () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 15; seed += 1) {
    const dice = new Dice(seed * 31);
    const estate = randomEstate(dice);
    for (let i = 0; i < 30; i += 1) {
      const asked = question(randomPacket(estate, dice));
      for (const part of PART_NAMES) wrong.push(...[turned(estate, part, asked)].filter((each) => each !== null));
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
}, 120_000);
