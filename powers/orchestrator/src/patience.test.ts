import { TriasError } from "@trias/core";
import { expect, it } from "vitest";
import { quietLog } from "./__fixtures__/surroundings.ts";
import { isPassing, patiently } from "./patience.ts";
import type { Clock } from "./ports.ts";

it("tells what passes from what does not", () => {
  const of = (code: string) => Object.assign(new Error("from the database"), { code });
  expect(isPassing(new TriasError("unavailable", "down", { remedy: "retry" }))).toBe(true);
  expect(isPassing(new TriasError("forbidden", "no"))).toBe(false);
  for (const code of ["08006", "40001", "53100", "57014", "57P01"]) expect(isPassing(of(code)), code).toBe(true);
  for (const code of ["23505", "42P01", "ENOENT", "22021"]) expect(isPassing(of(code)), code).toBe(false);
  expect(isPassing("text")).toBe(false);
});

it("waits longer each time, up to a bound, and lets other errors out at once", async () => {
  const slept: number[] = [];
  const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async (ms) => void slept.push(ms) };
  let left = 12;
  const call = async () => {
    left -= 1;
    if (left > 0) throw new TriasError("unavailable", "down", { remedy: "retry" });
    return "answer";
  };
  expect(await patiently({ clock, log: quietLog() }, "test", call)).toBe("answer");
  expect(slept.slice(0, 3)).toEqual([50, 100, 200]);
  expect(Math.max(...slept)).toBe(5000);
  const refused = patiently({ clock, log: quietLog() }, "test", () =>
    Promise.reject(new TriasError("forbidden", "no")),
  );
  await expect(refused).rejects.toThrow("no");
});
