import type { IntentType } from "@trias/intents";
import { nameAfter, nameBefore } from "../sentence/names.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { environmentOf } from "./create-segment.ts";
import { given, type Recogniser } from "./reading.ts";

/** Requests that are understood and have no planner: what names them, and the parameters that lie open in the words. */
interface Rule {
  readonly type: IntentType;
  readonly verbs: readonly string[];
  readonly things: readonly string[];
  readonly parameters: (clause: Sentence) => Parameters<typeof given>[0];
}

const segment = ({ segments }: Sentence) => ({ segment: segments[0] });

const RULES: readonly Rule[] = [
  {
    type: "fail_over_region",
    verbs: ["failover", "fail over", "failing over", "switch over", "switchover", "evacuate"],
    things: ["failover", "fail over", "region", "traffic", "over", "to", "evacuate"],
    parameters: (clause) => ({
      ...regionsOf(clause),
      test: says(clause, "test", "drill", "exercise", "rehearse") ? true : null,
    }),
  },
  {
    type: "extend_region",
    verbs: ["extend", "expand", "launch", "add a region", "add region", "add the region", "new region", "open"],
    things: ["region", "regions", "edge", "edge location", "<region>"],
    parameters: ({ regions, segments }) => ({
      region: regions[0],
      segments: segments.length > 0 ? [...segments] : null,
    }),
  },
  {
    type: "delete_segment",
    verbs: ["delete", "remove", "destroy", "decommission", "tear down", "retire", "drop"],
    things: ["segment", "segments", "microsegment"],
    parameters: segment,
  },
  {
    type: "share_segments",
    verbs: ["share", "unshare", "sharing", "stop sharing"],
    things: ["segment", "segments", "with", "between", "from", "routes"],
    parameters: (clause) => ({
      ...segment(clause),
      with: clause.segments[1],
      effect: says(clause, "unshare", "stop sharing") ? "unshare" : "share",
    }),
  },
  {
    type: "accept_attachment",
    verbs: ["accept", "approve"],
    things: ["attachment", "attachments", "attachment-*"],
    parameters: (clause) => ({ attachment: attachmentOf(clause), ...segment(clause) }),
  },
  {
    type: "move_attachment",
    verbs: ["move", "reassign", "relocate"],
    things: ["attachment", "vpc", "segment", "into", "to"],
    parameters: (clause) => ({ attachment: attachmentOf(clause), segment: clause.segments.at(-1) }),
  },
  {
    type: "insert_inspection",
    verbs: ["inspect", "insert inspection", "route through", "send through", "add inspection", "put"],
    things: ["inspection", "inspect", "through the firewall", "through inspection", "behind the firewall"],
    parameters: (clause) => ({ ...segment(clause), with: clause.segments[1] }),
  },
  {
    type: "deploy_landing_zone",
    verbs: ["deploy", "create", "build", "set up", "add", "provision"],
    things: ["landing zone", "landing-zone"],
    parameters: (clause) => ({
      ...segment(clause),
      service: nameAfter(clause, "for"),
      region: clause.regions[0],
    }),
  },
  {
    type: "deploy_workload",
    verbs: ["deploy", "launch", "roll out", "spin up", "host"],
    things: [
      "web app",
      "web-app",
      "data pipeline",
      "data-pipeline",
      "machine learning",
      "machine-learning",
      "workload",
      "application",
      "app",
      "training cluster",
    ],
    parameters: (clause) => ({
      path: pathOf(clause),
      name: nameAfter(clause, "called", "named"),
      environment: environmentOf(clause),
      region: clause.regions[0],
    }),
  },
  {
    type: "connect_private_service",
    verbs: ["connect", "set up", "add", "create", "privatelink"],
    things: [
      "privatelink",
      "private link",
      "private endpoint",
      "interface endpoint",
      "vpc endpoint",
      "private service",
      "privately",
    ],
    parameters: (clause) => ({
      provider: nameAfter(clause, "to", "with", "for"),
      ...segment(clause),
      region: clause.regions[0],
    }),
  },
  {
    type: "attach_network",
    verbs: ["attach", "connect", "hook up", "join", "add", "set up"],
    things: [
      "vpc",
      "vpn",
      "transit gateway",
      "tgw",
      "direct connect",
      "dxgw",
      "attachment",
      "vpc-*",
      "vpn-*",
      "tgw-*",
      "dxgw-*",
    ],
    parameters: (clause) => ({
      resource: clause.words.find((word) => /^(?:vpc|vpn|tgw)-[0-9a-f]{8,17}$/.test(word)),
      ...segment(clause),
      region: clause.regions[0],
    }),
  },
  {
    type: "allocate_addresses",
    verbs: ["allocate", "reserve", "assign", "get", "need", "give"],
    things: ["cidr", "addresses", "address space", "block", "range", "subnet", "ip space", "pool", "/*"],
    parameters: (clause) => ({
      size: clause.words.find((word) => /^\/\d{1,3}$/.test(word)),
      ...segment(clause),
      region: clause.regions[0],
    }),
  },
  {
    type: "change_route",
    verbs: ["add", "remove", "delete", "change", "create", "install", "withdraw"],
    things: ["route", "routes", "static route", "default route"],
    parameters: (clause) => ({
      effect: says(clause, "remove", "delete", "withdraw") ? "remove" : "add",
      destination: clause.ranges[0],
      ...segment(clause),
    }),
  },
  {
    type: "mitigate_ddos",
    verbs: ["ddos", "hammered", "flooded", "attack", "mitigate", "under attack", "rate limit", "flood"],
    things: ["ddos", "alb", "load balancer", "attack", "flood", "cloudfront", "site", "website", "endpoint", "traffic"],
    parameters: (clause) => ({
      resource: says(clause, "public alb") ? "public ALB" : says(clause, "alb") ? "ALB" : null,
    }),
  },
  {
    type: "revoke_vendor_access",
    verbs: ["revoke", "remove", "terminate", "end", "cut"],
    things: ["vendor", "vendor access", "partner", "supplier", "third party", "third-party"],
    parameters: (clause) => ({ vendor: nameAfter(clause, "vendor", "partner", "supplier", "for", "from", "of") }),
  },
  {
    type: "grant_vendor_access",
    verbs: ["grant", "give", "needs access", "need access", "onboard", "provide", "wants access"],
    things: ["vendor", "access", "partner", "supplier"],
    parameters: (clause) => ({
      vendor:
        nameBefore(clause, "needs", "wants", "requires") ??
        nameAfter(clause, "vendor", "partner", "supplier", "grant", "give", "onboard"),
      resource: nameBefore(clause, "bucket", "database", "queue") ?? nameAfter(clause, "to"),
      access: accessOf(clause),
    }),
  },
  {
    type: "revoke_access",
    verbs: ["revoke", "remove", "disable", "kill", "end"],
    things: ["access", "sessions", "permissions", "credentials", "access key", "user"],
    parameters: (clause) => ({ principal: nameAfter(clause, "for", "from", "of", "user", "principal") }),
  },
];

/** The first rule whose verb and thing both stand in the clause. */
export const otherChanges: Recogniser = (clause) => {
  const rule = RULES.find(
    ({ verbs, things }) => says(clause, ...verbs) && things.some((thing) => mentions(clause, thing)),
  );
  return rule === undefined ? null : [{ type: rule.type, parameters: given(rule.parameters(clause)), certain: true }];
};

/** A thing by its words, or by what its ids begin with: `vpc-*` for `vpc-0a1b2c3d`. */
function mentions(clause: Sentence, thing: string): boolean {
  if (thing === "<region>") return clause.regions.length > 0;
  return thing.endsWith("*") ? clause.words.some((word) => word.startsWith(thing.slice(0, -1))) : says(clause, thing);
}

function regionsOf({ words, regions }: Sentence): { readonly to?: string; readonly from?: string } {
  const from = regions.find((region) => words[words.indexOf(region) - 1] === "from");
  const to = regions.find((region) => region !== from);
  return { ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }) };
}

function attachmentOf({ words }: Sentence): string | undefined {
  return words.find((word) => /^attachment-[0-9a-f]{8,17}$/.test(word));
}

function accessOf(clause: Sentence): string | null {
  const [reads, writes] = [
    says(clause, "read", "read-only", "reading", "view"),
    says(clause, "write", "writing", "upload", "read-write"),
  ];
  if (says(clause, "read-write", "read and write") || (reads && writes)) return "read_write";
  return reads ? "read" : writes ? "write" : null;
}

function pathOf(clause: Sentence): string | null {
  if (says(clause, "web app", "web-app")) return "web-app";
  if (says(clause, "data pipeline", "data-pipeline")) return "data-pipeline";
  return says(clause, "machine learning", "machine-learning", "training cluster") ? "machine-learning" : null;
}
