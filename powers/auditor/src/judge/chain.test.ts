import { type Estate, list, need, type ResourceOf, tryParseCidr } from "@trias/estate";
import { type BuiltPlan, checkAction } from "@trias/plan";
import type { PlanStep, WireAction } from "@trias/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { companyWan } from "../__fixtures__/company-wan.ts";
import { Stage } from "../__fixtures__/stage.ts";

/** The database network as the sample has it, but without its routes to the core network: nothing reaches it from outside. */
function cutOff(estate: Estate, vpc: string): Estate {
  const part = estate.parts.route_tables;
  if (part.status !== "known") throw new TypeError("the sample knows its route tables");
  const own = (table: ResourceOf<"route_tables">) =>
    table.vpc === vpc
      ? { ...table, routes: table.routes.filter(({ target }) => target.type !== "core-network") }
      : table;
  const resources = new Map([...part.resources].map(([id, table]) => [id, own(table)]));
  return { ...estate, parts: { ...estate.parts, route_tables: { ...part, resources } } };
}

const sample = companyWan();
const database = list(sample, "databases").find(({ vpc }) => vpcName(vpc) === "data-us");
const vpc = database?.vpc ?? "";
const estate = cutOff(sample, vpc);

function vpcName(id: string): string {
  return need(sample, "vpcs", id).tags["Name"] ?? "";
}

const development = list(estate, "vpcs").find(({ id }) => vpcName(id) === "dev-us")?.cidrs[0] ?? "";
const subnet = need(estate, "subnets", database?.subnets[0] ?? "");

const route: WireAction = {
  action: "create_route",
  target: subnet.route_table,
  parameters: {
    destination: development,
    target: { type: "core-network", id: list(estate, "core_networks")[0]?.id ?? "" },
  },
};
const rule: WireAction = {
  action: "authorize_security_group_rules",
  target: database?.groups[0] ?? "",
  parameters: {
    ingress: [
      {
        protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        cidrs: [development],
        groups: [],
        prefix_lists: [],
        description: "reports",
      },
    ],
    egress: [],
  },
};
const share = ((): WireAction => {
  const [network] = list(estate, "core_networks");
  if (!network) throw new TypeError("the sample has a core network");
  const actions = [
    ...(network.policy["segment-actions"] ?? []),
    { action: "share", mode: "attachment-route", segment: "nonproddev", "share-with": ["proddata"] },
  ];
  const policy = { ...network.policy, "segment-actions": actions };
  const { segment_names, policy_version: expected_version } = network;
  const parameters = { policy, segment_names, expected_version };
  return {
    action: "put_core_network_policy",
    target: network.id,
    parameters: JSON.parse(JSON.stringify(parameters)) as WireAction["parameters"],
  };
})();

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ estate });
}, 60_000);
afterAll(() => stage.close(), 60_000);

async function judged(actions: readonly WireAction[]) {
  const id = await stage.segmentCase("chain", stage.world.person("developer"));
  const steps: PlanStep[] = actions.map((action, i) => {
    const inverse = checkAction(action).inverse(estate);
    return {
      id: `s${i + 1}`,
      ...action,
      summary: "housekeeping",
      inverse: inverse.kind === "action" ? inverse.action : null,
    };
  });
  const built = { ...stage.segmentPlan("chain"), steps } as BuiltPlan;
  return stage.judge(id, await stage.bytes(id, built));
}

const toDatabase = ({ to }: { readonly to: string }) => to === database?.id;

test("the development network and the database are what the test thinks they are", () => {
  expect(tryParseCidr(development)).not.toBeNull();
  expect(database).toMatchObject({ port: 5432 });
});

test.each([
  ["a route", [route]],
  ["a share", [share]],
  ["a group rule", [rule]],
  ["a route and a group rule", [route, rule]],
  ["a share and a group rule", [share, rule]],
] as const)("%s alone opens no way to the database", async (_what, actions) => {
  const { verdict } = await judged(actions);
  expect(verdict.opened.filter(toDatabase)).toEqual([]);
});

test("the three together are vetoed, and the way that they open is named from end to end", async () => {
  const { verdict, state } = await judged([route, share, rule]);
  expect(state).toBe("vetoed");
  const [flow] = verdict.opened.filter(toDatabase);
  expect(flow).toMatchObject({ to: database?.id, protocol: "tcp", ports: "5432" });
  const concern = verdict.concerns.find(
    ({ id, subject }) => id === "scope.flow_outside" && subject.includes(`→ ${database?.id}`),
  );
  expect(concern).toMatchObject({ level: "block", subject: expect.stringContaining("steps[2]") });
  expect(concern?.message).toContain("its way:");
  expect(concern?.message).toContain("share `nonproddev` with `proddata`");
  expect(concern?.message).toContain(`security group ${database?.groups[0]}`);
  expect(verdict.concerns.map(({ id }) => id)).toContain("invariant.production-from-development");
});
