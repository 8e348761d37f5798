export { applyChanges, invertChanges, type Moment, sameResource } from "./changes.ts";
export {
  type Cidr,
  contains,
  isPrivate,
  isPublic,
  nextFree,
  overlaps,
  parseAddress,
  parseCidr,
  tryParseCidr,
} from "./cidr.ts";
export { type Dangling, dangling } from "./dangling.ts";
export { differences, sameContent } from "./differences.ts";
export { partDigest, resourceDigest, stateOf } from "./digests.ts";
export { EstateError, type EstateErrorCode } from "./errors.ts";
export type { Estate, Part, ResourceChange } from "./estate.ts";
export { CARRIER_PARTS, type CarrierPart, carrying, referencing } from "./group-uses.ts";
export { estateJsonSchema } from "./json-schema.ts";
export { type LookUp, lookUpBy } from "./look-up.ts";
export { type EstateHead, type Made, makeEstate, type PartInput, type PartIssue } from "./make-estate.ts";
export { parseResource } from "./parse-resource.ts";
export { get, isKnown, isPartName, knownPart, list, need, partName } from "./parts.ts";
export { type AttachmentFacts, type Placement, placeAttachment } from "./place-attachment.ts";
export { placesNamed, vpcsOfPlace } from "./place-sets.ts";
export { type Policy, type PolicyDocument, type PolicyIssue, policySegments, readPolicy } from "./policy.ts";
export type { AttachmentRule, PolicySegment, SegmentAction } from "./policy-grammar.ts";
export { applyDelta, overlay, readResources } from "./readings.ts";
export { type Reference, referencesOf } from "./references.ts";
export {
  type Attachment,
  type CoreNetwork,
  type Database,
  type GroupRule,
  type Instance,
  type IpamPool,
  type LoadBalancer,
  type NetworkAcl,
  type NetworkInterface,
  PART_NAMES,
  PART_SCHEMAS,
  type PartName,
  type PrefixList,
  type Resource,
  type ResourceOf,
  type RouteTable,
  type ScalingGroup,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from "./resources.ts";
export { ROUTE_TARGET_PARTS, type RouteTarget } from "./route-targets.ts";
export { generateEstate } from "./sample/generate.ts";
export { generateLargeEstate, type LargeEstateOptions } from "./sample/large.ts";
export { type SegmentName, type SegmentNames, segmentKey, segmentNames } from "./segment-names.ts";
export { type Share, sharesOf } from "./shares.ts";
export { complianceOf, type Environment, environmentOf, environmentOfSegment, residencyOf } from "./standing.ts";
export { validatePolicy } from "./validate-policy.ts";
export {
  attachmentsOf,
  interfacesOf,
  segmentOfDatabase,
  segmentOfInstance,
  segmentOfInterface,
  segmentOfVpc,
  segmentsOf,
  segmentsOfVpc,
  vpcsOf,
} from "./whereabouts.ts";
export { parseEstate, toWire } from "./wire.ts";
