import type { MatrixRow } from "./row.ts";

const NETWORK_INTENTS = [
  "attach_network",
  "accept_attachment",
  "move_attachment",
  "share_segments",
  "change_route",
  "insert_inspection",
  "extend_region",
  "allocate_addresses",
];

/** The decision matrix that holds without a charter, first match; a charter's own rows can only ask for more. */
export const DEFAULT_MATRIX: readonly MatrixRow[] = [
  {
    intent: "isolate_instance",
    when: { malicious_finding: true },
    roles: [],
    reason: "an authenticated finding says that it is malicious",
  },
  { intent: "isolate_instance", roles: ["security"], reason: "isolating an instance needs security" },
  {
    intent: "mitigate_ddos",
    when: { malicious_finding: true },
    roles: [],
    reason: "an authenticated finding says that it is an attack",
  },
  { intent: "mitigate_ddos", roles: ["security"], reason: "limits in front of a resource need security" },
  ...["add_firewall_rule", "investigate_traffic"].flatMap((intent): MatrixRow[] => [
    {
      intent,
      when: { effect: "block", intelligence_agrees: true },
      roles: [],
      reason: "threat intelligence agrees with the block",
    },
    {
      intent,
      when: { effect: "block", malicious_finding: true },
      roles: [],
      reason: "an authenticated finding names the address",
    },
    {
      intent,
      when: { effect: "block" },
      roles: ["security"],
      reason: "a block that threat intelligence does not know",
    },
    { intent, roles: ["security"], reason: "a firewall rule that allows needs security" },
  ]),
  { intent: "grant_vendor_access", roles: ["security"], reason: "vendor access needs security" },
  {
    intent: "revoke_vendor_access",
    when: { access_expired_or_suspicious: true },
    roles: [],
    reason: "the access is expired or suspicious",
  },
  { intent: "revoke_vendor_access", roles: ["security"], reason: "revoking access that still runs needs security" },
  {
    intent: "scale_capacity",
    when: { under_100_usd: true, trend_sustained: true },
    roles: [],
    reason: "less than 100 USD a month, on a sustained trend",
  },
  {
    intent: "scale_capacity",
    roles: ["network"],
    reason: "scaling of 100 USD a month or more, or without a sustained trend",
  },
  ...NETWORK_INTENTS.flatMap((intent): MatrixRow[] => [
    {
      intent,
      when: { production: false, reaches_production: false },
      roles: [],
      reason: "in non-production, and nothing new reaches production",
    },
    { intent, roles: ["network", "security"], reason: "it changes or newly reaches production" },
  ]),
  { intent: "create_segment", roles: ["network-architect"], reason: "a new segment needs the network architect" },
  {
    intent: "delete_segment",
    roles: ["network", "security", "compliance"],
    reason: "deleting a segment needs network, security and compliance",
  },
  { intent: "fail_over_region", roles: ["emergency"], reason: "a regional failover needs the emergency escalation" },
  {
    intent: "roll_back",
    when: { rollback_unused: true, rollback_had_approvers: true },
    roles: [],
    approvers_of_case: true,
    reason: "who approved the case approves its way back",
  },
  {
    intent: "roll_back",
    when: { production: false },
    roles: ["network"],
    approvers_of_case: true,
    reason: "a rollback of what is in use, or of what nobody had approved",
  },
  {
    intent: "roll_back",
    roles: ["network", "security"],
    approvers_of_case: true,
    reason: "a rollback in production of what is in use, or of what nobody had approved",
  },
  { intent: "*", when: { production: false }, roles: ["network"], reason: "a change that the matrix does not list" },
  { intent: "*", roles: ["network", "security"], reason: "a production change that the matrix does not list" },
];
