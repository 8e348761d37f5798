import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "DataVault needs access to our S3 production-backups bucket. Set it up securely.",
    parameters: { vendor: "DataVault", resource: "production-backups" },
  },
];
