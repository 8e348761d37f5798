import { PART_SCHEMAS } from "@trias/estate";
import { z } from "zod";

/** Field schemas that several actions share; they are those of the estate, so that a parameter can't hold what a resource can't. */
export const idField = z.string().min(1).max(256);
export const tagsField = PART_SCHEMAS.vpcs.shape.tags;
export const regionField = PART_SCHEMAS.vpcs.shape.region;
export const accountField = PART_SCHEMAS.vpcs.shape.account;
export const cidrField = z.string().min(1).max(49);
export const groupRulesField = PART_SCHEMAS.security_groups.shape.ingress.max(200);
export const noParameters = z.strictObject({});
