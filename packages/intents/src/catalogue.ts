import { acceptAttachment } from "./accept_attachment/definition.ts";
import { addFirewallRule } from "./add_firewall_rule/definition.ts";
import { allocateAddresses } from "./allocate_addresses/definition.ts";
import { analyzeCost } from "./analyze_cost/definition.ts";
import { attachNetwork } from "./attach_network/definition.ts";
import { changeRoute } from "./change_route/definition.ts";
import { connectPrivateService } from "./connect_private_service/definition.ts";
import { createSegment } from "./create_segment/definition.ts";
import { deleteSegment } from "./delete_segment/definition.ts";
import { deployLandingZone } from "./deploy_landing_zone/definition.ts";
import { deployWorkload } from "./deploy_workload/definition.ts";
import { explain } from "./explain/definition.ts";
import { extendRegion } from "./extend_region/definition.ts";
import { failOverRegion } from "./fail_over_region/definition.ts";
import { forecastCapacity } from "./forecast_capacity/definition.ts";
import { generateReport } from "./generate_report/definition.ts";
import { grantVendorAccess } from "./grant_vendor_access/definition.ts";
import { insertInspection } from "./insert_inspection/definition.ts";
import type { IntentDefinition } from "./intent.ts";
import { investigateTraffic } from "./investigate_traffic/definition.ts";
import { isolateInstance } from "./isolate_instance/definition.ts";
import { mitigateDdos } from "./mitigate_ddos/definition.ts";
import { moveAttachment } from "./move_attachment/definition.ts";
import { networkStatus } from "./network_status/definition.ts";
import { optimizeCost } from "./optimize_cost/definition.ts";
import { removeFirewallRule } from "./remove_firewall_rule/definition.ts";
import { revokeAccess } from "./revoke_access/definition.ts";
import { revokeVendorAccess } from "./revoke_vendor_access/definition.ts";
import { rollBack } from "./roll_back/definition.ts";
import { scaleCapacity } from "./scale_capacity/definition.ts";
import { shareSegments } from "./share_segments/definition.ts";
import { troubleshootConnectivity } from "./troubleshoot_connectivity/definition.ts";
import { unknown as unknownIntent } from "./unknown/definition.ts";

/** The whole catalogue by type: what a person's sentence can mean. */
export const INTENTS = {
  accept_attachment: acceptAttachment,
  add_firewall_rule: addFirewallRule,
  allocate_addresses: allocateAddresses,
  analyze_cost: analyzeCost,
  attach_network: attachNetwork,
  change_route: changeRoute,
  connect_private_service: connectPrivateService,
  create_segment: createSegment,
  delete_segment: deleteSegment,
  deploy_landing_zone: deployLandingZone,
  deploy_workload: deployWorkload,
  explain: explain,
  extend_region: extendRegion,
  fail_over_region: failOverRegion,
  forecast_capacity: forecastCapacity,
  generate_report: generateReport,
  grant_vendor_access: grantVendorAccess,
  insert_inspection: insertInspection,
  investigate_traffic: investigateTraffic,
  isolate_instance: isolateInstance,
  mitigate_ddos: mitigateDdos,
  move_attachment: moveAttachment,
  network_status: networkStatus,
  optimize_cost: optimizeCost,
  remove_firewall_rule: removeFirewallRule,
  revoke_access: revokeAccess,
  revoke_vendor_access: revokeVendorAccess,
  roll_back: rollBack,
  scale_capacity: scaleCapacity,
  share_segments: shareSegments,
  troubleshoot_connectivity: troubleshootConnectivity,
  unknown: unknownIntent,
} as const satisfies Readonly<Record<string, IntentDefinition>>;

export type IntentType = keyof typeof INTENTS;

/** The definition of a type that came over a wire, or null where the catalogue has none of that name. */
export function intentDefinition(type: string): IntentDefinition | null {
  return Object.hasOwn(INTENTS, type) ? ((INTENTS as Readonly<Record<string, IntentDefinition>>)[type] ?? null) : null;
}
