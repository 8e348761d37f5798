export type { Estate, Part, ResourceChange } from "./estate.ts";
export { PART_NAMES, PART_SCHEMAS, type PartName, type Resource, type ResourceOf } from "./resources.ts";
