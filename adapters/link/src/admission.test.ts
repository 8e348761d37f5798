import { expect, test } from "vitest";
import { createAdmission } from "./admission.ts";

test("one caller can't take the room of another", () => {
  const admission = createAdmission(3, 2);
  admission.enter("ada");
  const leave = admission.enter("ada");
  expect(() => admission.enter("ada")).toThrow("of this caller");
  admission.enter("eve");
  expect(() => admission.enter("bob")).toThrow("too many calls");
  leave();
  admission.enter("bob");
});

test("what has ended makes room, as often as it began", () => {
  const admission = createAdmission(1, 1);
  for (let n = 0; n < 5; n += 1) admission.enter("ada")();
  expect(() => admission.enter("ada")).not.toThrow();
});
