import { utf8 } from "@trias/core";
import { list } from "@trias/estate";
import type { PlanStep, WireAction } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { buildCreateSegment } from "./builders/create-segment.ts";
import { buildIsolateInstance } from "./builders/isolate-instance.ts";
import { PlanError } from "./errors.ts";
import { createdIdsOf, inversePlanSteps } from "./inverse-steps.ts";
import { MAX_PLAN_BYTES, parsePlan, stepDigest } from "./parse-plan.ts";
import { resolveAction, substitutePlanned } from "./planned.ts";
import { simulatePlan } from "./simulate.ts";
import { locksOf, touchesOf } from "./touches.ts";
import { proveWayBack } from "./way-back.ts";

const segment = buildCreateSegment(companyWan, { purpose: "robots", environment: "non-production" });
const instance = list(companyWan, "instances")[0]?.id ?? "";
const isolation = buildIsolateInstance(companyWan, instance, "mining");
const [core] = list(companyWan, "core_networks");
const [group] = list(companyWan, "scaling_groups");

function errorOf(run: () => unknown): PlanError {
  try {
    run();
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new RangeError("no error");
}

function step(id: string, action: WireAction, inverse: WireAction | null): PlanStep {
  return { id, ...action, summary: "", inverse };
}

const size = (min: number, desired: number, max: number): WireAction => ({
  action: "set_group_size",
  target: group?.id ?? "",
  parameters: { min, desired, max },
});
const before = size(group?.min ?? 0, group?.desired ?? 0, group?.max ?? 0);

describe("parsing", () => {
  const plan = {
    schema: "trias.plan/1",
    case: "C-01JD7Q8C2M4X",
    round: 1,
    intents: [],
    summary: "",
    options: [],
    steps: segment.steps,
  };
  const bytes = (value: unknown) => utf8(JSON.stringify(value));

  test("digests name the bytes as received, and what was parsed from them", () => {
    const plain = parsePlan(bytes(plan));
    const spaced = parsePlan(utf8(JSON.stringify(plan, null, 2)));
    expect(spaced.rawDigest).not.toBe(plain.rawDigest);
    expect(spaced.parsedDigest).toBe(plain.parsedDigest);
    expect(spaced.plan.steps.map(stepDigest)).toEqual(plain.plan.steps.map(stepDigest));
  });

  test("step ids count up, so that none is named twice or out of turn", () => {
    const [first, second] = segment.steps;
    expect(errorOf(() => parsePlan(bytes({ ...plan, steps: [first, first] }))).code).toBe("plan_malformed");
    expect(errorOf(() => parsePlan(bytes({ ...plan, steps: [second, first] }))).code).toBe("plan_malformed");
  });

  test("a plan that is too large, has a key twice or holds what it should not is refused", () => {
    expect(() => parsePlan(new Uint8Array(MAX_PLAN_BYTES + 1))).toThrow(/bytes of JSON/);
    expect(() => parsePlan(utf8(JSON.stringify(plan).replace('"round":1', '"round":1,"round":1')))).toThrow(/twice/);
    expect(() => parsePlan(bytes({ ...plan, approved: true }))).toThrow(/expected form/);
  });
});

describe("planned ids", () => {
  test("stand for whole strings only, with their suffix, anywhere in a value", () => {
    const ids = new Map([["s3", "vpc-1"]]);
    expect(substitutePlanned({ a: ["planned:s3", { b: "planned:s3.rtb" }], c: "see planned:s3", d: 3 }, ids)).toEqual({
      a: ["vpc-1", { b: "vpc-1.rtb" }],
      c: "see planned:s3",
      d: 3,
    });
  });

  test("one without an id is refused, but for the target of the step that creates it", () => {
    for (const id of ["planned:s4", "planned:", "planned:s3 ", "planned:s03", "planned:s3.rtb.x"]) {
      expect(errorOf(() => substitutePlanned([id], new Map([["s3", "vpc-1"]]))).code).toBe("planned_unresolved");
    }
    const create = { action: "create_vpc", target: "planned:s3", parameters: {} };
    expect(resolveAction(create, new Map(), "s3").target).toBe("planned:s3");
    expect(errorOf(() => resolveAction(create, new Map(), "s4")).code).toBe("planned_unresolved");
  });

  test("a step that names what no earlier step creates does not pass the simulation", () => {
    const [create, quarantine] = isolation.steps;
    if (!create || !quarantine) throw new RangeError("an isolation has two steps");
    const swapped = [
      { ...quarantine, id: "s1" },
      { ...create, id: "s2", target: "planned:s2" },
    ];
    expect(errorOf(() => simulatePlan(companyWan, { steps: swapped })).code).toBe("planned_unresolved");
    const foreign = { ...create, target: "planned:s7" };
    expect(errorOf(() => simulatePlan(companyWan, { steps: [foreign] })).code).toBe("plan_malformed");
    const itself = { ...create, parameters: { ...create.parameters, description: "planned:s1" } };
    expect(errorOf(() => simulatePlan(companyWan, { steps: [itself] })).code).toBe("planned_unresolved");
    const hidden = { ...create, parameters: { ...create.parameters, description: "planned:s9" } };
    expect(errorOf(() => simulatePlan(companyWan, { steps: [hidden] })).code).toBe("planned_unresolved");
  });
});

describe("simulation", () => {
  test("names the step that does not fit, and what to mend", () => {
    const steps = [step("s1", size(0, 3, 5), before), step("s2", { ...size(0, 3, 5), target: "nobody" }, before)];
    const error = errorOf(() => simulatePlan(companyWan, { steps }));
    expect(error.message).toMatch(/^step `s2`: /);
    expect(error.at).toMatch(/^s2/);
    expect(error.fix).toBeTruthy();
  });

  test("an outdated policy version is refused", () => {
    const steps = segment.steps.map((item) =>
      item.action === "put_core_network_policy"
        ? { ...item, parameters: { ...item.parameters, expected_version: (core?.policy_version ?? 0) + 1 } }
        : item,
    );
    expect(errorOf(() => simulatePlan(companyWan, { steps })).code).toBe("version_conflict");
  });
});

describe("the way back", () => {
  test("an inverse that leaves something changed is found, with what it leaves", () => {
    const found = proveWayBack(companyWan, { steps: [step("s1", size(0, 3, 9), size(0, 4, 9))] });
    expect(found).toMatchObject({ ok: false, step: "s1", differences: [{ part: "scaling_groups", id: group?.id }] });
  });

  test("a step without an inverse that changes something is no way back", () => {
    expect(proveWayBack(companyWan, { steps: [step("s1", size(0, 3, 9), null)] })).toMatchObject({ ok: false });
  });

  test("inverses that come right only in sum are refused: the state between them was judged by nobody", () => {
    const steps = [step("s1", size(0, 3, 9), before), step("s2", size(0, 5, 9), size(0, 9_000, 9_000))];
    expect(proveWayBack(companyWan, { steps })).toMatchObject({ ok: false, step: "s2" });
  });

  test("an inverse that can't be carried out is no way back", () => {
    const steps = [step("s1", size(0, 3, 9), { action: "delete_vpc", target: "vpc-none", parameters: {} })];
    expect(proveWayBack(companyWan, { steps })).toMatchObject({ ok: false, step: "s1" });
  });

  test("an acceptance has none of its own: it is listed, save where the attachment goes with the plan", () => {
    const steps = segment.steps.flatMap((item) => {
      if (item.action !== "create_attachment") return [item];
      const pending = { ...item, parameters: { ...item.parameters, accept: false } };
      const accept = { action: "accept_attachment", target: item.target, parameters: {} };
      return [pending, step("s8", accept, null)];
    });
    const numbered = steps.map((item, i) => ({ ...item, id: `s${i + 1}` }));
    expect(proveWayBack(companyWan, { steps: numbered })).toEqual({ ok: true, irreversible: [] });
    const pending = simulatePlan(companyWan, { steps: numbered.slice(0, 7) }).after;
    const alone = [step("s1", { action: "accept_attachment", target: "planned:s7", parameters: {} }, null)];
    const real = JSON.parse(JSON.stringify(alone).replaceAll("planned:s7", "attachment-1")) as PlanStep[];
    const renamed = { ...pending, parts: { ...pending.parts, attachments: renameAttachment(pending) } };
    expect(proveWayBack(renamed, { steps: real })).toEqual({ ok: true, irreversible: ["s1"] });
  });

  test("a step that could be taken back is not listed as one that can't: without its inverse there is no way back", () => {
    const tag = {
      action: "tag_resource",
      target: list(companyWan, "vpcs")[0]?.id ?? "",
      parameters: { part: "vpcs", tags: { owner: "x" } },
    };
    expect(proveWayBack(companyWan, { steps: [step("s1", tag, null)] })).toMatchObject({ ok: false, step: "s1" });
  });

  test("only what ran is taken back, newest first, under the ids that the cloud gave", () => {
    const ids = createdIdsOf([
      { step: "s3", direction: "do", created: "vpc-1" },
      { step: "s4", direction: "undo", created: "subnet-9" },
      { step: "s4", direction: "do", created: "subnet-1" },
    ]);
    const done = new Set(["s1", "s2", "s3", "s4"]);
    const back = inversePlanSteps(segment, ids, done);
    expect(back.map((item) => [item.step, item.action.action, item.action.target])).toEqual([
      ["s4", "delete_subnet", "subnet-1"],
      ["s3", "delete_vpc", "vpc-1"],
      ["s2", "put_core_network_policy", core?.id],
      ["s1", "release_cidr", segment.steps[0]?.target],
    ]);
    expect(errorOf(() => inversePlanSteps(segment, ids)).code).toBe("planned_unresolved");
  });
});

describe("touches and locks", () => {
  test("name what exists before, and nothing that the plan itself makes", () => {
    const touched = touchesOf(companyWan, isolation).map(({ part, id }) => `${part}/${id}`);
    const own = list(companyWan, "interfaces").filter((item) => item.instance === instance);
    for (const { id, vpc } of own) expect(touched).toEqual(expect.arrayContaining([`interfaces/${id}`, `vpcs/${vpc}`]));
    expect(touched.some((name) => name.includes("planned:"))).toBe(false);
    expect(locksOf(companyWan, isolation)).toEqual(own.map(({ id }) => `interfaces/${id}`).sort());
  });

  test("two segments of different names hold the same lock: the policy is one document", () => {
    const other = buildCreateSegment(companyWan, { purpose: "payments", environment: "production" });
    const shared = locksOf(companyWan, segment).filter((lock) => locksOf(companyWan, other).includes(lock));
    expect(shared).toEqual([`core_networks/${core?.id}`]);
  });

  test("an attachment alone holds the lock of its core network too", () => {
    const id = list(companyWan, "attachments")[0]?.id ?? "";
    const tag = { action: "tag_resource", target: id, parameters: { part: "attachments", tags: { owner: "x" } } };
    expect(locksOf(companyWan, { steps: [step("s1", tag, null)] })).toEqual([`core_networks/${core?.id}`]);
  });
});

function renameAttachment(estate: typeof companyWan): (typeof companyWan)["parts"]["attachments"] {
  const part = estate.parts.attachments;
  if (part.status === "unknown") return part;
  const found = list(estate, "attachments").find(({ id }) => id === "planned:s7");
  return found
    ? { ...part, resources: new Map(part.resources).set("attachment-1", { ...found, id: "attachment-1" }) }
    : part;
}
