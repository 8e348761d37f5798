import type { ActionDefinition } from "./action.ts";
import { allocateCidr, releaseCidr } from "./actions/allocate-cidr.ts";
import { associatePublicAddress } from "./actions/associate-public-address.ts";
import { acceptAttachment, deleteAttachment } from "./actions/attachments.ts";
import { authorizeSecurityGroupRules, revokeSecurityGroupRules } from "./actions/change-security-group-rules.ts";
import { createAttachment } from "./actions/create-attachment.ts";
import { createSecurityGroup } from "./actions/create-security-group.ts";
import { createVpc } from "./actions/create-vpc.ts";
import { deleteSecurityGroup } from "./actions/delete-security-group.ts";
import { deleteVpc } from "./actions/delete-vpc.ts";
import { createFlowLog, deleteFlowLog } from "./actions/flow-logs.ts";
import { flushFlows } from "./actions/flush-flows.ts";
import { modifyInterfaceGroups } from "./actions/modify-interface-groups.ts";
import { modifyPrefixList } from "./actions/modify-prefix-list.ts";
import { createNetworkAclEntry, deleteNetworkAclEntry } from "./actions/network-acl-entries.ts";
import { putCoreNetworkPolicy } from "./actions/put-core-network-policy.ts";
import { quarantineInterface } from "./actions/quarantine-interface.ts";
import { createRoute, deleteRoute } from "./actions/routes.ts";
import { setGroupSize } from "./actions/set-group-size.ts";
import { createSubnet, deleteSubnet } from "./actions/subnets.ts";
import { tagResource, untagResource } from "./actions/tags.ts";

const ALL: readonly ActionDefinition[] = [
  allocateCidr,
  releaseCidr,
  putCoreNetworkPolicy,
  createVpc,
  deleteVpc,
  createSubnet,
  deleteSubnet,
  createRoute,
  deleteRoute,
  createFlowLog,
  deleteFlowLog,
  createAttachment,
  acceptAttachment,
  deleteAttachment,
  createSecurityGroup,
  deleteSecurityGroup,
  authorizeSecurityGroupRules,
  revokeSecurityGroupRules,
  modifyInterfaceGroups,
  quarantineInterface,
  associatePublicAddress,
  createNetworkAclEntry,
  deleteNetworkAclEntry,
  modifyPrefixList,
  flushFlows,
  setGroupSize,
  tagResource,
  untagResource,
];

/** Every action that a plan may hold; what is not here can't be planned, judged or done. */
export const ACTIONS: ReadonlyMap<string, ActionDefinition> = new Map(ALL.map((action) => [action.name, action]));
