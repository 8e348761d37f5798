import type { CoreNetwork } from "@trias/estate";
import { list } from "@trias/estate";
import { expect, test } from "vitest";
import { companyWan } from "../../__fixtures__/company-wan.ts";
import { segmentsTouched } from "./policy-segments.ts";

const core = list(companyWan(), "core_networks")[0] as CoreNetwork;
const actions = core.policy["segment-actions"] ?? [];

function withActions(change: readonly { readonly action: string }[]): CoreNetwork {
  return { ...core, policy: { ...core.policy, "segment-actions": [...change] } };
}

test("a partner that leaves a list of shares concerns the two, and not the others of the list", () => {
  const narrowed = actions.map((action) =>
    action["segment"] === "sharedservices" && Array.isArray(action["share-with"])
      ? { ...action, "share-with": action["share-with"].filter((name) => name !== "nonproddev") }
      : action,
  );
  expect(segmentsTouched(core, withActions(narrowed))).toEqual(["nonprod-dev", "shared-services"]);
});

test("a new share concerns the two that it names", () => {
  const share = { action: "share", mode: "attachment-route", segment: "nonproddev", "share-with": ["nonprodtest"] };
  expect(segmentsTouched(core, withActions([...actions, share]))).toEqual(["nonprod-dev", "nonprod-test"]);
});

test("a share with everybody, or with all but some, concerns every segment", () => {
  for (const other of ["*", { except: ["prodpci"] }]) {
    const share = { action: "share", mode: "attachment-route", segment: "nonproddev", "share-with": other };
    expect(segmentsTouched(core, withActions([...actions, share])).length).toBe(core.policy.segments.length);
  }
});
