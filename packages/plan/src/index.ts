export type { ActionDefinition, Inverse } from "./action.ts";
