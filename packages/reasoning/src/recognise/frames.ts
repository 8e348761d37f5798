import { acceptAttachment, attachNetwork, moveAttachment } from "./attachments.ts";
import { deployLandingZone, deployWorkload } from "./building.ts";
import { failOverRegion, forecastCapacity, scaleCapacity } from "./capacity.ts";
import { investigateTraffic, isolateInstance, mitigateDdos, revokeAccess } from "./containment.ts";
import { addFirewallRule, removeFirewallRule } from "./firewall.ts";
import type { Frame } from "./frame.ts";
import {
  analyzeCost,
  explain,
  generateReport,
  networkStatus,
  optimizeCost,
  troubleshootConnectivity,
} from "./reads.ts";
import { rollBack } from "./roll-back.ts";
import { allocateAddresses, changeRoute, extendRegion } from "./routes.ts";
import { createSegment, deleteSegment, insertInspection, shareSegments } from "./segments.ts";
import { connectPrivateService, grantVendorAccess, revokeVendorAccess } from "./vendors.ts";

/** Every way to read a clause. Where two speak as loudly, the one that stands first is named first. */
export const FRAMES: readonly Frame[] = [
  rollBack,
  investigateTraffic,
  isolateInstance,
  forecastCapacity,
  removeFirewallRule,
  createSegment,
  deleteSegment,
  generateReport,
  optimizeCost,
  analyzeCost,
  failOverRegion,
  moveAttachment,
  acceptAttachment,
  insertInspection,
  deployLandingZone,
  connectPrivateService,
  attachNetwork,
  deployWorkload,
  allocateAddresses,
  changeRoute,
  extendRegion,
  shareSegments,
  mitigateDdos,
  revokeVendorAccess,
  grantVendorAccess,
  revokeAccess,
  scaleCapacity,
  troubleshootConnectivity,
  addFirewallRule,
  explain,
  networkStatus,
];
