/**
 * The seven hard policies in Cedar, and the permit that they take from. The same rules as in the TypeScript files beside
 * it, written against the published schema; `@guardrail` and `@approvers` are compared too.
 */
export const CORE_CEDAR: readonly string[] = [
  `@id("trias.base")
@title("What no policy forbids may go on to people")
permit(principal, action == Trias::Action::"execute", resource);`,

  `@id("P1")
@title("Production changes need a change ticket")
@guardrail("block")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context.changes > 0 &&
  (context.environments.isEmpty() || context.environments.containsAny(["production", "unknown"])) &&
  !(context.ticket == "change" ||
    (context.ticket == "emergency" && context.kind == "incident" && context.containment))
};`,

  `@id("P2")
@title("Deletion needs the requester's explicit confirmation naming what is deleted")
@guardrail("escalate")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context.deletions.contains({ "confirmed": false })
};`,

  `@id("P3")
@title("Nothing in production becomes reachable from the internet, save a declared public entry")
@guardrail("block")
@control("PCI DSS 1.4.2")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context.exposures.containsAny([
    { "environment": "production", "declared": false },
    { "environment": "unknown", "declared": false }
  ])
};`,

  `@id("P4.finance")
@title("More than 1,000 USD a month needs finance")
@guardrail("escalate")
@approvers("finance")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context has monthly_cents_delta &&
  context.monthly_cents_delta > 0 &&
  context.monthly_cents_delta + context.accumulated_cents_without_finance > 100000
};`,

  `@id("P4.cfo")
@title("More than 10,000 USD a month needs the CFO")
@guardrail("escalate")
@approvers("cfo")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context has monthly_cents_delta &&
  context.monthly_cents_delta > 0 &&
  context.monthly_cents_delta + context.accumulated_cents_without_cfo > 1000000
};`,

  `@id("P4.cost_unknown")
@title("A cost that can't be computed needs finance")
@guardrail("escalate")
@approvers("finance")
forbid(principal, action == Trias::Action::"execute", resource) unless {
  context has monthly_cents_delta
};`,

  `@id("P5")
@title("The auditor, the logs and their stores can't be weakened")
@guardrail("block")
@control("PCI DSS 10.3.2")
forbid(principal, action == Trias::Action::"execute", resource) unless {
  context.tampered.isEmpty()
};`,

  `@id("P6")
@title("PCI workloads have encryption, logging, firewall inspection and isolation")
@guardrail("block")
@control("PCI DSS 1.2.1")
forbid(principal, action == Trias::Action::"execute", resource) unless {
  context.pci_lacks.isEmpty()
};`,

  `@id("P7")
@title("Data with EU residency stays in EU regions")
@guardrail("block")
@control("GDPR Art. 44")
forbid(principal, action == Trias::Action::"execute", resource) unless {
  context.residency_regions.isEmpty()
};`,

  ...["P1", "P2", "P3", "P4", "P5", "P6", "P7"].map(
    (policy) => `@id("${policy}.unknown")
@title("A value that ${policy} reads is not known")
@guardrail("block")
forbid(principal, action == Trias::Action::"execute", resource) when {
  context.unknown_for.contains("${policy}")
};`,
  ),
];
