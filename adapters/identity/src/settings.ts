import { z } from "zod";

/** Settings of the `identity` process: who can log in, and the key that signs what they get. */
export const identitySettingsSchema = z.strictObject({
  issuer: z.url(),
  /** Audiences that a token may be asked for: one a power. */
  audiences: z.array(z.string().max(200)).min(1).max(16),
  accounts: z
    .array(
      z.strictObject({
        /** Client id; the subject of its tokens is `<id>@local`. */
        id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
        /** SHA-256 of the credential, in hexadecimal: the provider itself never holds a secret that it could lose. */
        secret_sha256: z.string().regex(/^[0-9a-f]{64}$/),
        groups: z.array(z.string().min(1).max(200)).min(1).max(16),
      }),
    )
    .min(1)
    .max(64),
  /** Private P-256 key as a JWK. */
  signing_key: z.strictObject({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string(),
    y: z.string(),
    d: z.string(),
    kid: z.string().max(100),
  }),
  token_seconds: z.int().min(60).max(3600).default(600),
});
export type IdentitySettings = z.infer<typeof identitySettingsSchema>;
