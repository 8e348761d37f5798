export { blockedAddress } from "./add_firewall_rule/block.ts";
export { BLOCK_REFERENCE } from "./add_firewall_rule/scope.ts";
export { INTENTS, type IntentType, intentDefinition } from "./catalogue.ts";
export { newSegmentName, segmentSlug } from "./create_segment/naming.ts";
export type { IntentDefinition, IntentExample, IntentQuestion, Scope, ScopeContext } from "./intent.ts";
export { attachmentsNamed, idsNamed, networksNamed } from "./named.ts";
export { LARGEST, wantedSize } from "./scale_capacity/size.ts";
export { scopeOfIntents } from "./union.ts";
export { complianceSchema, type Environment, environmentSchema, oneAddress } from "./values.ts";
