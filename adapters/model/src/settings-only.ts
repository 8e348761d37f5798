/** What the supervisor needs, without the vendors' libraries. */
export { checkSettings } from "./check.ts";
export { ModelError } from "./errors.ts";
export { type ModelSettings, modelSettingsSchema } from "./settings.ts";
