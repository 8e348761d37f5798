import { messageOf, TriasError } from "@trias/core";
import { type Estate, PART_NAMES, stateOf } from "@trias/estate";
import type { WireAction } from "@trias/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANDIDATES, Choices } from "./__fixtures__/candidates.ts";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { contentDifferences } from "./content.ts";
import { checkAction } from "./effects.ts";
import { ACTIONS } from "./registry.ts";
import { simulateAction } from "./simulate.ts";

/** An action of that name that applies to the estate, or null where the choices led to none. */
function applicable(estate: Estate, name: string, choices: Choices): WireAction | null {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      const action = { action: name, ...(CANDIDATES[name]?.(estate, choices) ?? { target: "", parameters: {} }) };
      simulateAction(estate, action);
      return action;
    } catch (error) {
      if (!(error instanceof TriasError || error instanceof RangeError)) throw error;
    }
  }
  return null;
}

/** Actions that prepare the ground for those that find nothing to do on the sample as it is. */
const GROUND: Readonly<Record<string, readonly string[]>> = {
  accept_attachment: ["create_vpc", "create_attachment"],
  create_attachment: ["create_vpc"],
  delete_attachment: ["create_vpc", "create_attachment"],
  delete_security_group: ["create_security_group"],
  delete_subnet: ["create_subnet"],
  delete_vpc: ["create_vpc"],
  quarantine_interface: ["create_security_group"],
};

function randomEstate(choices: Choices, before: readonly string[]): Estate {
  let estate = companyWan;
  const names = [...ACTIONS.keys()];
  for (const name of [...Array.from({ length: choices.below(4) }, () => choices.of(names)), ...before]) {
    const action = applicable(estate, name, choices);
    if (action) estate = simulateAction(estate, action);
  }
  return estate;
}

test("every action has candidates to be tested with", () => {
  expect(Object.keys(CANDIDATES).sort()).toEqual([...ACTIONS.keys()].sort());
});

describe.each([...ACTIONS.keys()])("%s", (name) => {
  test("inverse after action is identity, and touches name all that changes", () => {
    let applied = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const choices = new Choices(seed);
        const before = randomEstate(choices, GROUND[name] ?? []);
        const action = applicable(before, name, choices);
        if (!action) return;
        applied += 1;
        const checked = checkAction(action);
        const touched = new Set(checked.touches(before).map(({ part, id }) => `${part}/${id}`));
        const changes = checked.changes(before);
        for (const { part, id } of changes) expect(touched).toContain(`${part}/${id}`);
        const after = simulateAction(before, action);
        const inverse = checked.inverse(before);
        if (inverse.kind === "none") {
          expect(inverse.reason).not.toBe("");
          return;
        }
        expect(contentDifferences(before, simulateAction(after, inverse.action))).toEqual([]);
      }),
      { numRuns: 40 },
    );
    expect(applied).toBeGreaterThan(0);
  });

  test("the same parameters on the same estate give the same changes, and the estate itself stays as it was", () => {
    const choices = new Choices(7);
    const estate = randomEstate(choices, GROUND[name] ?? []);
    const action = applicable(estate, name, choices);
    if (!action) return;
    const digests = () => PART_NAMES.map((part) => stateOf(estate, { part, id: action.target }).digest);
    const before = digests();
    expect(checkAction(action).changes(estate)).toEqual(checkAction(action).changes(estate));
    expect(digests()).toEqual(before);
  });

  test("parameters that it does not know are refused", () => {
    const choices = new Choices(7);
    const estate = randomEstate(choices, GROUND[name] ?? []);
    const action = applicable(estate, name, choices);
    if (!action) return;
    const run = () => checkAction({ ...action, parameters: { ...action.parameters, force: true } });
    expect(run).toThrow(/parameters of/);
  });
});

test("an action that there is not is refused by name", () => {
  const run = () => checkAction({ action: "delete_everything", target: "x", parameters: {} });
  expect(run).toThrow(/no action `delete_everything`/);
  try {
    run();
  } catch (error) {
    expect(messageOf(error)).toContain("expected one of allocate_cidr");
  }
});
