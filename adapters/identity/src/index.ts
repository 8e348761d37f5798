export { IdentityError, type IdentityErrorCode } from "./errors.ts";
export { listen } from "./server.ts";
export { type IdentitySettings, identitySettingsSchema } from "./settings.ts";
