import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { SegmentAction, Via } from "../grammar/segment-actions.ts";
import { nearest } from "./nearest.ts";
import type { PolicyProblem, ProblemId } from "./problems.ts";

type Report = (id: ProblemId, path: string, message: string, fix: string) => void;

/** Names that stand for nothing, names and numbers given twice, regions that are no edge, keys of the newer version. */
export function checkReferences(policy: CoreNetworkPolicy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (id, path, message, fix) => problems.push({ id, path, level: "error", message, fix });
  const names = new Names(policy, report);
  checkVersion(policy, report);
  checkSegments(policy, names, report);
  policy.segmentActions.forEach((action, i) => {
    checkAction(action, `segment-actions[${i}]`, names, report);
  });
  checkAttachmentRules(policy, names, report);
  checkRoutingPolicies(policy, names, report);
  return problems;
}

/** The names that a document defines, and the complaint about one that it does not. */
class Names {
  private readonly segments: ReadonlySet<string>;
  private readonly groups: ReadonlySet<string>;
  private readonly routingPolicies: ReadonlySet<string>;
  private readonly edges: ReadonlySet<string>;
  private readonly report: Report;

  constructor(policy: CoreNetworkPolicy, report: Report) {
    this.segments = new Set(policy.segments.map(({ name }) => name));
    this.groups = new Set(policy.functionGroups.map(({ name }) => name));
    this.routingPolicies = new Set(policy.routingPolicies.map((each) => each["routing-policy-name"]));
    this.edges = new Set(policy.configuration["edge-locations"].map(({ location }) => location));
    this.report = report;
  }

  segment(name: string, path: string): void {
    this.need(this.segments, name, path, "segment", "segments");
  }
  group(name: string, path: string): void {
    this.need(this.groups, name, path, "network function group", "network-function-groups");
  }
  routingPolicy(name: string, path: string): void {
    this.need(this.routingPolicies, name, path, "routing policy", "routing-policies");
  }
  edge(region: string, path: string): void {
    if (this.edges.has(region)) return;
    const fix = `name one of ${[...this.edges].slice(0, 12).join(", ")}, or add it to core-network-configuration.edge-locations`;
    this.report("region-not-an-edge", path, `\`${region}\` is no edge location of the core network`, fix);
  }

  private need(known: ReadonlySet<string>, name: string, path: string, what: string, key: string): void {
    if (known.has(name)) return;
    const close = nearest(name, [...known]);
    const fix = close === null ? `add it to \`${key}\`, or name one that is there` : `did you mean \`${close}\`?`;
    this.report("unknown-name", path, `\`${name}\` is no ${what} of this document`, fix);
  }
}

function checkVersion(policy: CoreNetworkPolicy, report: Report): void {
  if (policy.version === "2025.11") return;
  const newer = (path: string) =>
    report("needs-2025-11", path, "is not in version 2021.12", 'set `version` to "2025.11", or leave it out');
  if (policy.routingPolicies.length > 0) newer("routing-policies");
  if (policy.attachmentRoutingRules.length > 0) newer("attachment-routing-policy-rules");
  policy.segmentActions.forEach((action, i) => {
    if (action.action === "associate-routing-policy") newer(`segment-actions[${i}].action`);
    if (action.action === "share" && action["routing-policy-names"])
      newer(`segment-actions[${i}].routing-policy-names`);
  });
}

function checkSegments(policy: CoreNetworkPolicy, names: Names, report: Report): void {
  unique(
    [
      ...policy.segments.map(({ name }, i) => [name.toLowerCase(), `segments[${i}].name`] as const),
      ...policy.functionGroups.map(
        ({ name }, i) => [name.toLowerCase(), `network-function-groups[${i}].name`] as const,
      ),
    ],
    "duplicate-name",
    "give every segment and network function group a name of its own",
    report,
  );
  unique(
    policy.configuration["edge-locations"].map(
      ({ location }, i) => [location, `core-network-configuration.edge-locations[${i}].location`] as const,
    ),
    "duplicate-name",
    "a region has one edge",
    report,
  );
  policy.segments.forEach((segment, i) => {
    const path = `segments[${i}]`;
    if (segment["allow-filter"] && segment["deny-filter"])
      report("both-filters", path, "has an `allow-filter` and a `deny-filter`", "keep one of the two");
    for (const key of ["allow-filter", "deny-filter"] as const) {
      segment[key]?.forEach((name, j) => {
        names.segment(name, `${path}.${key}[${j}]`);
      });
    }
    segment["edge-locations"]?.forEach((edge, j) => {
      names.edge(edge, `${path}.edge-locations[${j}]`);
    });
  });
}

function checkAction(action: SegmentAction, path: string, names: Names, report: Report): void {
  names.segment(action.segment, `${path}.segment`);
  switch (action.action) {
    case "share": {
      const target = action["share-with"];
      const key = Array.isArray(target) ? "share-with" : "share-with.except";
      const listed = target === "*" ? [] : Array.isArray(target) ? target : target.except;
      listed.forEach((name, i) => {
        names.segment(name, `${path}.${key}[${i}]`);
      });
      action["routing-policy-names"]?.forEach((name, i) => {
        names.routingPolicy(name, `${path}.routing-policy-names[${i}]`);
      });
      return;
    }
    case "create-route":
      if (action.destinations.includes("blackhole") && action.destinations.length > 1) {
        const fix = "make it two actions: one to `blackhole`, one to attachments";
        report("blackhole-not-alone", `${path}.destinations`, "`blackhole` stands beside attachments", fix);
      }
      return;
    case "send-via": {
      const sent = action["when-sent-to"]?.segments;
      if (sent !== undefined && sent !== "*") {
        sent.forEach((name, i) => {
          names.segment(name, `${path}.when-sent-to.segments[${i}]`);
        });
      }
      checkVia(action.via, `${path}.via`, names);
      return;
    }
    case "send-to":
      checkVia(action.via, `${path}.via`, names);
      return;
    case "associate-routing-policy": {
      const association = action["edge-location-association"];
      const at = `${path}.edge-location-association`;
      names.edge(association["edge-location"], `${at}.edge-location`);
      names.edge(association["peer-edge-location"], `${at}.peer-edge-location`);
      association["routing-policy-names"].forEach((name, i) => {
        names.routingPolicy(name, `${at}.routing-policy-names[${i}]`);
      });
    }
  }
}

function checkVia(via: Via, path: string, names: Names): void {
  via["network-function-groups"].forEach((name, i) => {
    names.group(name, `${path}.network-function-groups[${i}]`);
  });
  via["with-edge-overrides"]?.forEach((override, i) => {
    const at = `${path}.with-edge-overrides[${i}]`;
    names.edge(override["use-edge-location"], `${at}.use-edge-location`);
    override["edge-sets"].forEach((set, j) => {
      set.forEach((region, k) => {
        names.edge(region, `${at}.edge-sets[${j}][${k}]`);
      });
    });
  });
}

function checkAttachmentRules(policy: CoreNetworkPolicy, names: Names, report: Report): void {
  numbers(policy.attachmentRules, "attachment-policies", report);
  policy.attachmentRules.forEach((rule, i) => {
    const path = `attachment-policies[${i}]`;
    if (rule.conditions.length > 1 && rule["condition-logic"] === undefined) {
      const fix = "give `condition-logic`: `and` where all have to hold, `or` where one is enough";
      report("condition-logic-missing", `${path}.condition-logic`, "is missing beside several conditions", fix);
    }
    const { action } = rule;
    if (action.segment !== undefined) names.segment(action.segment, `${path}.action.segment`);
    const group = action["add-to-network-function-group"];
    if (group !== undefined) names.group(group, `${path}.action.add-to-network-function-group`);
  });
}

function checkRoutingPolicies(policy: CoreNetworkPolicy, names: Names, report: Report): void {
  unique(
    policy.routingPolicies.map((each, i) => [
      each["routing-policy-name"],
      `routing-policies[${i}].routing-policy-name`,
    ]),
    "duplicate-name",
    "give every routing policy a name of its own",
    report,
  );
  policy.routingPolicies.forEach((each, i) => {
    const path = `routing-policies[${i}].routing-policy-rules`;
    numbers(each["routing-policy-rules"], path, report);
    each["routing-policy-rules"].forEach((rule, j) => {
      const { "match-conditions": conditions, "condition-logic": logic } = rule["rule-definition"];
      if (conditions.length > 1 && logic === undefined) {
        const at = `${path}[${j}].rule-definition.condition-logic`;
        report("condition-logic-missing", at, "is missing beside several conditions", "give `and` or `or`");
      }
    });
  });
  numbers(policy.attachmentRoutingRules, "attachment-routing-policy-rules", report);
  policy.attachmentRoutingRules.forEach((rule, i) => {
    const path = `attachment-routing-policy-rules[${i}]`;
    rule["edge-locations"]?.forEach((edge, j) => {
      names.edge(edge, `${path}.edge-locations[${j}]`);
    });
    rule.action["associate-routing-policies"].forEach((name, j) => {
      names.routingPolicy(name, `${path}.action.associate-routing-policies[${j}]`);
    });
  });
}

function numbers(rules: readonly { readonly "rule-number": number }[], path: string, report: Report): void {
  const entries = rules.map((rule, i) => [String(rule["rule-number"]), `${path}[${i}].rule-number`] as const);
  unique(entries, "duplicate-number", "give every rule a number of its own: the order decides", report);
}

function unique(entries: readonly (readonly [string, string])[], id: ProblemId, fix: string, report: Report): void {
  const seen = new Map<string, string>();
  for (const [value, path] of entries) {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, path);
    else report(id, path, `\`${value}\` is given by \`${first}\` already`, fix);
  }
}
