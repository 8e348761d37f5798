import { list } from "@trias/estate";
import { type BuiltPlan, buildBlockAddress, buildIsolateInstance, checkAction, plannedId } from "@trias/plan";
import type { PlanStep, WireAction } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFinding } from "../__fixtures__/company-wan.ts";
import { Stage } from "../__fixtures__/stage.ts";

let stage: Stage;
let round = 0;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close(), 60_000);

const developer = () => stage.world.person("developer");

/** An honest plan with more steps behind it, each with the inverse that its action has. */
function withMore(built: BuiltPlan, ...more: readonly WireAction[]): BuiltPlan {
  const steps: PlanStep[] = [...built.steps];
  let after = built.after;
  for (const action of more) {
    const inverse = checkAction(action).inverse(after);
    steps.push({
      id: `s${steps.length + 1}`,
      ...action,
      summary: "harmless housekeeping",
      inverse: inverse.kind === "action" ? inverse.action : null,
    });
    after = built.after;
  }
  return { ...built, steps };
}

async function judgedSegment(change: (built: BuiltPlan) => BuiltPlan) {
  round += 1;
  const purpose = `purpose ${String.fromCharCode(96 + round).repeat(3)}`;
  const id = await stage.segmentCase(purpose, developer());
  const { intents } = await stage.view(id);
  const named = intents?.[0]?.parameters["purpose"];
  const built = change(stage.segmentPlan(typeof named === "string" ? named : purpose));
  return { id, ...(await stage.judge(id, await stage.bytes(id, built))) };
}

/** The network that is in PCI scope, its group, and what would let the internet in. */
function pciOpening(): WireAction {
  const { estate } = stage.world;
  const vpc = list(estate, "vpcs").find(({ tags }) => tags["compliance"] === "pci");
  const group = list(estate, "security_groups").find((one) => one.vpc === vpc?.id);
  const rule = {
    protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidrs: ["0.0.0.0/0"],
    groups: [],
    prefix_lists: [],
    description: "temporary",
  };
  return {
    action: "authorize_security_group_rules",
    target: group?.id ?? "",
    parameters: { ingress: [rule], egress: [] },
  };
}

describe("a planner that slips something in", () => {
  test("the honest plan has nothing against it", async () => {
    const { verdict, state } = await judgedSegment((built) => built);
    expect(verdict.concerns.filter(({ level }) => level === "block")).toEqual([]);
    expect(state).toBe("waiting_approval");
  });

  test("opening a PCI segment to the internet besides is vetoed, naming the line", async () => {
    const opening = pciOpening();
    const { id, verdict, state } = await judgedSegment((built) => withMore(built, opening));
    expect(state).toBe("vetoed");
    const outside = verdict.concerns.find((concern) => concern.id === "scope.change_outside");
    expect(outside).toMatchObject({ level: "block", subject: expect.stringContaining(opening.target) });
    expect(outside?.subject).toMatch(/^steps\[\d+\] authorize_security_group_rules/);
    expect(verdict.approvals).toEqual([]);
    expect((await stage.view(id)).explanations.judged).toContain(opening.target);
  });

  test("a share of the new segment with production is vetoed", async () => {
    const { verdict } = await judgedSegment((built) => ({
      ...built,
      steps: built.steps.map((step) => (step.action === "put_core_network_policy" ? shared(step) : step)),
    }));
    expect(verdict.decision).toBe("vetoed");
  });

  test("an inverse that leads elsewhere is vetoed", async () => {
    const { verdict } = await judgedSegment((built) => ({
      ...built,
      steps: built.steps.map((step) => (step.action === "create_route" ? { ...step, inverse: null } : step)),
    }));
    const ids = verdict.concerns.map(({ id }) => id);
    expect(ids.some((id) => id === "effects.no_way_back" || id === "way_back.irreversible")).toBe(true);
  });

  test("intents of another type than the words mean are vetoed", async () => {
    const id = await stage.segmentCase("mismatched", developer());
    const built = stage.segmentPlan("mismatched");
    const intents = [{ type: "scale_capacity", parameters: {}, confidence: 1 }];
    const { verdict } = await stage.judge(id, stage.world.planBytes(id, 1, intents, built));
    expect(verdict).toMatchObject({ decision: "vetoed" });
    expect(verdict.concerns.map((concern) => concern.id)).toContain("interpret.mismatch");
  });

  test("a plan for something else under the right intents is held to the words", async () => {
    const id = await stage.segmentCase("honest words", developer());
    const { verdict } = await stage.judge(
      id,
      await stage.bytes(id, buildBlockAddress(stage.world.estate, "198.51.100.77")),
    );
    expect(verdict.decision).toBe("vetoed");
    expect(verdict.concerns.map((concern) => concern.id)).toContain("scope.change_outside");
  });

  test("an action that does not exist, and a target that does not, are vetoed", async () => {
    for (const action of ["no_such_action", "delete_vpc"]) {
      const { verdict } = await judgedSegment((built) => {
        const stray = { ...(built.steps[0] as PlanStep), id: `s${built.steps.length + 1}`, action, target: "vpc-none" };
        return { ...built, steps: [...built.steps, stray] };
      });
      expect(verdict.concerns.map((concern) => concern.id)).toContain("effects.underivable");
    }
  });
});

function shared(step: PlanStep): PlanStep {
  const policy = step.parameters["policy"] as Record<string, unknown> & { segments: { name: string }[] };
  const share = {
    action: "share",
    mode: "attachment-route",
    segment: policy.segments.at(-1)?.name,
    "share-with": ["prodgeneral"],
  };
  const actions = [...((policy["segment-actions"] as unknown[] | undefined) ?? []), share];
  return { ...step, parameters: { ...step.parameters, policy: { ...policy, "segment-actions": actions } as never } };
}

describe("an incident", () => {
  const instance = "i-db673c65e6c099043";

  function finding(id: string): Record<string, unknown> {
    const event = sampleFinding();
    const type = `CryptoCurrency:EC2/BitcoinTool.B!${id}`;
    return { ...event, id: `event-${id}`, detail: { ...(event["detail"] as object), id: `finding-${id}`, type } };
  }

  test("isolating another instance than the finding names is vetoed", async () => {
    const { case: id } = await stage.world.event(finding("other"));
    const other = list(stage.world.estate, "instances").find((one) => one.id !== instance && one.state === "running");
    const built = buildIsolateInstance(stage.world.estate, other?.id ?? "", "mining");
    const { verdict } = await stage.judge(id, await stage.bytes(id, built));
    expect(verdict.decision).toBe("vetoed");
    expect(verdict.concerns.map((concern) => concern.id)).toContain("scope.change_outside");
  });

  test("one that nobody signed is judged, and runs only once security said yes", async () => {
    const { case: id } = await stage.world.event(finding("unsigned"), null);
    const plan = await stage.bytes(id, buildIsolateInstance(stage.world.estate, instance, "mining"));
    const { verdict, state } = await stage.judge(id, plan);
    expect(state).toBe("waiting_approval");
    expect(verdict.approvals.map(({ role }) => role)).toEqual(["security"]);
    expect(verdict.concerns.map((concern) => concern.id)).toContain("event.unauthenticated");
    expect((await stage.warrant(id, plan)).outcome).toBe("waiting");
    await stage.approveAll(id);
    expect((await stage.view(id)).state).toBe("ready");
    await stage.decide(id, { kind: "cancel", reason: "test" }, stage.world.person("security"));
  });

  test("beyond the caps a person decides", async () => {
    for (let n = 0; n < 6; n += 1) {
      const { case: id } = await stage.world.event(finding(`cap-${n}`));
      const plan = await stage.bytes(id, buildIsolateInstance(stage.world.estate, instance, "mining"));
      const { state, verdict } = await stage.judge(id, plan);
      if (state === "ready") continue;
      expect(state).toBe("waiting_approval");
      expect(verdict.concerns.map((concern) => concern.id)).toContain("containment.cap");
      return;
    }
    expect.unreachable("the cap of five an hour and segment never held");
  });
});

describe("bounds", () => {
  test("the same bytes get the same verdict; another case's, another round's and broken bytes get none", async () => {
    const id = await stage.segmentCase("bounded", developer());
    const built = stage.segmentPlan("bounded");
    const other = await stage.segmentCase("bounded too", developer());
    const { intents } = await stage.view(id);
    await expect(stage.judge(id, stage.world.planBytes(other, 1, intents ?? [], built))).rejects.toThrow(/names case/);
    await expect(stage.judge(id, stage.world.planBytes(id, 2, intents ?? [], built))).rejects.toThrow(/round 2/);
    const bytes = await stage.bytes(id, built);
    const doubled = Buffer.from(Buffer.from(bytes).toString("utf8").replace('"round":1', '"round":1,"round":1'));
    await expect(stage.judge(id, doubled)).rejects.toThrow(/twice/);
    const [first, again] = await Promise.all([stage.judge(id, bytes), stage.judge(id, bytes)]);
    expect(again.verdict).toEqual(first.verdict);
    expect(await stage.judge(id, bytes)).toEqual(first);
    const edited = stage.world.planBytes(id, 1, intents ?? [], { ...built, summary: "the same, edited" });
    await expect(stage.judge(id, edited)).rejects.toThrow(/takes no plan/);
  });

  test("a planned id that no step creates is vetoed", async () => {
    const { verdict } = await judgedSegment((built) => ({
      ...built,
      steps: built.steps.map((step) =>
        step.action === "create_subnet" ? { ...step, parameters: { ...step.parameters, vpc: plannedId("s99") } } : step,
      ),
    }));
    expect(verdict.decision).toBe("vetoed");
  });
});
