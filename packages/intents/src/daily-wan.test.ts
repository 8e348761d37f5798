import { type Estate, list, need } from "@trias/estate";
import {
  type BuiltPlan,
  buildAcceptAttachment,
  buildAllocateAddresses,
  buildAttachNetwork,
  buildDeleteSegment,
  buildExtendRegion,
  buildInsertInspection,
  buildMoveAttachment,
  buildSegmentRoute,
  buildShareSegments,
  buildTableRoute,
  proveWayBack,
  simulateAction,
} from "@trias/plan";
import type { Intent, WireAction } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { intentOf, outsideOf, withMore } from "./__fixtures__/outside.ts";
import { intentDefinition } from "./catalogue.ts";

const vpcId = (estate: Estate, name: string) =>
  list(estate, "vpcs").find(({ tags }) => tags["Name"] === name)?.id ?? "";
const attachmentId = (estate: Estate, name: string) =>
  list(estate, "attachments").find(({ tags }) => tags["Name"] === name)?.id ?? "";
const core = list(companyWan, "core_networks")[0]?.id ?? "";

function put(estate: Estate, fields: Record<string, unknown>): WireAction {
  const { policy, segment_names } = need(estate, "core_networks", core);
  const parameters = { policy: { ...policy, ...fields }, segment_names, expected_policy: undefined };
  const { expected_policy: _, ...given } = parameters;
  return {
    action: "put_core_network_policy",
    target: core,
    parameters: {
      ...given,
      expected_version: need(estate, "core_networks", core).policy_version,
    } as WireAction["parameters"],
  };
}

const share = (estate: Estate, segment: string, other: string): WireAction =>
  put(estate, {
    "segment-actions": [
      ...(need(estate, "core_networks", core).policy["segment-actions"] ?? []),
      { action: "share", mode: "attachment-route", segment, "share-with": [other] },
    ],
  });

function world(): Estate {
  const made = [
    {
      action: "create_vpc",
      target: "vpc-0aaaaaaaaaaaaaaa1",
      parameters: {
        region: "us-east-1",
        account: "100200300421",
        cidr: "10.90.0.0/16",
        tags: { Name: "spare", environment: "non-production" },
      },
    },
    {
      action: "create_vpc",
      target: "vpc-0aaaaaaaaaaaaaaa2",
      parameters: {
        region: "us-east-1",
        account: "100200300412",
        cidr: "10.28.0.0/16",
        tags: { Name: "waiting", environment: "production" },
      },
    },
    {
      action: "create_attachment",
      target: "attachment-0aaaaaaaaaaaaaaa2",
      parameters: {
        core_network: core,
        type: "vpc",
        resource: "vpc-0aaaaaaaaaaaaaaa2",
        region: "us-east-1",
        account: "100200300412",
        tags: { Name: "waiting", segment: "prod-api" },
      },
    },
  ];
  return made.reduce((estate, action) => simulateAction(estate, action as WireAction), companyWan);
}

const estate = world();
const table = list(estate, "route_tables").find(({ vpc }) => vpc === vpcId(estate, "dev-us"));
const detour = attachmentId(estate, "dev-ap");
const moving = attachmentId(estate, "dev-us");
const waiting = "attachment-0aaaaaaaaaaaaaaa2";

const allocated = buildAllocateAddresses(estate, {
  prefix: 22,
  region: "eu-west-1",
  environment: "non-production",
  purpose: "segment:nonprod-dev",
});

interface Daily {
  readonly name: string;
  readonly intent: Intent;
  readonly built: BuiltPlan;
  readonly actions: readonly string[];
  readonly irreversible?: number;
}

const DAILY: readonly Daily[] = [
  {
    name: "a share",
    intent: intentOf("share_segments", { segment: "nonprod-dev", with: "nonprod-test", effect: "share" }),
    built: buildShareSegments(estate, { segment: "nonprod-dev", with: "nonprod-test", effect: "share" }),
    actions: ["put_core_network_policy"],
  },
  {
    name: "an end of a share",
    intent: intentOf("share_segments", { segment: "nonprod-dev", with: "shared-services", effect: "unshare" }),
    built: buildShareSegments(estate, { segment: "nonprod-dev", with: "shared-services", effect: "unshare" }),
    actions: ["put_core_network_policy"],
  },
  {
    name: "an attachment by its tag",
    intent: intentOf("attach_network", { resource: "spare", segment: "nonprod-dev" }),
    built: buildAttachNetwork(estate, { resource: "vpc-0aaaaaaaaaaaaaaa1", segment: "nonprod-dev" }),
    actions: ["create_attachment"],
  },
  {
    name: "an attachment by a rule of its own",
    intent: intentOf("attach_network", { resource: "vpc-0aaaaaaaaaaaaaaa1", segment: "nonprod-test" }),
    built: buildAttachNetwork(estate, { resource: "vpc-0aaaaaaaaaaaaaaa1", segment: "nonprod-test" }),
    actions: ["put_core_network_policy", "create_attachment"],
  },
  {
    name: "a move",
    intent: intentOf("move_attachment", { attachment: moving, segment: "nonprod-staging" }),
    built: buildMoveAttachment(estate, moving, "nonprod-staging"),
    actions: ["put_core_network_policy"],
  },
  {
    name: "an acceptance",
    intent: intentOf("accept_attachment", { attachment: waiting }),
    built: buildAcceptAttachment(estate, waiting),
    actions: ["accept_attachment"],
    irreversible: 1,
  },
  {
    name: "an inspection of two segments",
    intent: intentOf("insert_inspection", { segment: "prod-api", with: "prod-data" }),
    built: buildInsertInspection(estate, { segment: "prod-api", with: "prod-data" }),
    actions: ["put_core_network_policy"],
  },
  {
    name: "an inspection of all that leaves a segment",
    intent: intentOf("insert_inspection", { segment: "nonprod-dev" }),
    built: buildInsertInspection(estate, { segment: "nonprod-dev" }),
    actions: ["put_core_network_policy"],
  },
  {
    name: "a static route of a segment",
    intent: intentOf("change_route", {
      effect: "add",
      destination: "10.20.0.0/16",
      target: detour,
      segment: "nonprod-test",
    }),
    built: buildSegmentRoute(estate, "nonprod-test", "10.20.0.0/16", detour),
    actions: ["put_core_network_policy"],
  },
  {
    name: "a blackhole of a segment",
    intent: intentOf("change_route", {
      effect: "add",
      destination: "10.10.0.0/16",
      target: "blackhole",
      segment: "nonprod-test",
    }),
    built: buildSegmentRoute(estate, "nonprod-test", "10.10.0.0/16", "blackhole"),
    actions: ["put_core_network_policy"],
  },
  {
    name: "a route of a table",
    intent: intentOf("change_route", {
      effect: "add",
      destination: "10.26.0.0/16",
      target: core,
      route_table: table?.id ?? "",
    }),
    built: buildTableRoute(estate, table?.id ?? "", "10.26.0.0/16", { type: "core-network", id: core }),
    actions: ["create_route"],
  },
  {
    name: "a route out of a table",
    intent: intentOf("change_route", { effect: "remove", destination: "0.0.0.0/0", route_table: table?.id ?? "" }),
    built: buildTableRoute(estate, table?.id ?? "", "0.0.0.0/0", null),
    actions: ["delete_route"],
  },
  {
    name: "a region",
    intent: intentOf("extend_region", { region: "eu-central-1", segments: ["prod-api"] }),
    built: buildExtendRegion(estate, "eu-central-1", ["prod-api"]),
    actions: ["put_core_network_policy"],
  },
  {
    name: "a block of addresses",
    intent: intentOf("allocate_addresses", { size: "/22", segment: "nonprod-dev", region: "eu-west-1" }),
    built: buildAllocateAddresses(estate, {
      prefix: 22,
      region: "eu-west-1",
      environment: "non-production",
      purpose: "segment:nonprod-dev",
    }),
    actions: ["allocate_cidr"],
  },
  {
    name: "the end of a segment",
    intent: intentOf("delete_segment", { segment: "b2b-partners" }),
    built: buildDeleteSegment(estate, "b2b-partners"),
    actions: ["delete_route", "delete_route", "delete_attachment", "put_core_network_policy"],
  },
];

describe.each(DAILY)("$name", ({ intent, built, actions, irreversible = 0 }) => {
  test("is the smallest edit, lies inside its scope, and has a way back", () => {
    expect(built.steps.map(({ action }) => action)).toEqual(actions);
    expect(outsideOf(estate, built, intent)).toEqual([]);
    const back = proveWayBack(estate, built);
    expect(back).toMatchObject({ ok: true });
    expect(back.ok && back.irreversible.length).toBe(irreversible);
  });

  test("permits no share that nobody asked for, slipped in behind", () => {
    expect(outsideOf(estate, withMore(built, share(built.after, "nonproddev", "prodpci")), intent)).not.toEqual([]);
  });

  test("permits no other attachment to move, and no tag that means more", () => {
    const other = attachmentId(estate, "staging-us");
    const tags = { environment: "production" };
    const tag: WireAction = { action: "tag_resource", target: other, parameters: { part: "attachments", tags } };
    expect(outsideOf(estate, withMore(built, tag), intent)).not.toEqual([]);
    const own: WireAction = { ...tag, target: moving };
    expect(outsideOf(estate, withMore(built, own), intent)).not.toEqual([]);
  });

  test("is not permitted by another intent of the catalogue", () => {
    const other = intentOf("scale_capacity", { target: "render-fleet", factor: 2 });
    expect(outsideOf(estate, built, other)).not.toEqual([]);
  });

  test("asks nothing more", () => {
    expect(intentDefinition(intent.type)?.question(intent, estate)).toBeNull();
  });
});

test("without an intent nothing is permitted", () => {
  const opened = outsideOf(
    estate,
    buildShareSegments(estate, { segment: "nonprod-dev", with: "nonprod-test", effect: "share" }),
  );
  expect(opened).toContain("nothing was asked for");
});

describe("a plan that does a little more than was asked", () => {
  const outside = (type: string, parameters: Intent["parameters"], built: BuiltPlan) =>
    outsideOf(estate, built, intentOf(type, parameters)).join("; ");

  test.each<[string, string, RegExp]>([
    [
      "another size",
      outside("allocate_addresses", { size: "/24", segment: "nonprod-dev", region: "eu-west-1" }, allocated),
      /is no \/24/,
    ],
    [
      "another region",
      outside("allocate_addresses", { size: "/22", segment: "nonprod-dev", region: "us-east-1" }, allocated),
      /is not one of/,
    ],
    [
      "for somebody else",
      outside("allocate_addresses", { size: "/22", segment: "nonprod-test", region: "eu-west-1" }, allocated),
      /allocated to/,
    ],
    [
      "another region's edge",
      outside("extend_region", { region: "eu-west-2" }, buildExtendRegion(estate, "eu-west-3", [])),
      /not one in eu-west-2/,
    ],
    [
      "a wider route",
      outside(
        "change_route",
        { effect: "add", destination: "10.20.0.0/16", target: detour, segment: "nonprod-test" },
        buildSegmentRoute(estate, "nonprod-test", "10.16.0.0/12", detour),
      ),
      /more than the route to 10.20/,
    ],
    [
      "a route elsewhere",
      outside(
        "change_route",
        { effect: "add", destination: "10.20.0.0/16", target: "blackhole", segment: "nonprod-test" },
        buildSegmentRoute(estate, "nonprod-test", "10.20.0.0/16", detour),
      ),
      /more than the route to 10.20/,
    ],
    [
      "another segment's end",
      outside("delete_segment", { segment: "b2b-vendors" }, buildDeleteSegment(estate, "b2b-partners")),
      /not attached to/,
    ],
    [
      "another attachment",
      outside(
        "move_attachment",
        { attachment: detour, segment: "nonprod-staging" },
        buildMoveAttachment(estate, moving, "nonprod-staging"),
      ),
      /could place more than|is not/,
    ],
    [
      "another pair",
      outside(
        "insert_inspection",
        { segment: "prod-api", with: "prod-eu" },
        buildInsertInspection(estate, { segment: "prod-api", with: "prod-data" }),
      ),
      /changed, moved or removed|more than the inspection/,
    ],
  ])("is not permitted: %s", (_, found, why) => {
    expect(found).toMatch(why);
  });
});

describe("questions", () => {
  const asked = (type: string, parameters: Intent["parameters"]) =>
    intentDefinition(type)?.question(intentOf(type, parameters), estate);

  test("one at a time, with choices from the estate", () => {
    expect(asked("share_segments", { segment: "nonprod-dev", effect: "share" })).toMatchObject({ parameter: "with" });
    expect(asked("share_segments", { effect: "share" })?.choices).toContain("prod-api");
    expect(asked("attach_network", { resource: "spare" })).toMatchObject({ parameter: "segment" });
    expect(asked("accept_attachment", {})?.choices).toContain(waiting);
    expect(asked("insert_inspection", {})).toMatchObject({ parameter: "segment" });
  });

  test("a name that can mean two is asked about by id", () => {
    const twin: WireAction = {
      action: "create_vpc",
      target: "vpc-0aaaaaaaaaaaaaaa3",
      parameters: { region: "us-east-1", account: "100200300421", cidr: "10.91.0.0/16", tags: { Name: "spare" } },
    };
    const two = simulateAction(estate, twin);
    const intent = intentOf("attach_network", { resource: "spare", segment: "nonprod-dev" });
    expect(intentDefinition("attach_network")?.question(intent, two)?.choices).toEqual([
      vpcId(estate, "spare"),
      "vpc-0aaaaaaaaaaaaaaa3",
    ]);
  });

  test("a name that the estate does not know is no question: planning says that it is not found", () => {
    expect(asked("move_attachment", { attachment: "attachment-0123456789abcdef0", segment: "prod-api" })).toBeNull();
    expect(() => buildShareSegments(estate, { segment: "nowhere", with: "prod-api", effect: "share" })).toThrow(
      /not found/,
    );
  });
});
