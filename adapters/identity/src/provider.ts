import { createHash, timingSafeEqual } from "node:crypto";
import { type Configuration, errors, Provider } from "oidc-provider";
import type { IdentitySettings } from "./settings.ts";

/**
 * The provider with one grant: an account proves its credential and gets a token for one power. Everything else that the
 * library can do is off, and `server.ts` lets nothing else reach it.
 */
export function createProvider(settings: IdentitySettings): Provider {
  const provider = new Provider(settings.issuer, configuration(settings));
  provider.proxy = false;
  // The settings hold hashes; the library's own comparison would want the credential itself.
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientSecret?: string }, given: string): boolean {
      const expected = Buffer.from(this.clientSecret ?? "", "hex");
      const actual = createHash("sha256").update(given).digest();
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  });
  return provider;
}

function configuration(settings: IdentitySettings): Configuration {
  const groups = new Map(settings.accounts.map((account) => [account.id, account.groups]));
  return {
    adapter: NothingToKeep,
    clients: settings.accounts.map((account) => ({
      client_id: account.id,
      client_secret: account.secret_sha256,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_basic",
    })),
    clientAuthMethods: ["client_secret_basic"],
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    cookies: { keys: [settings.signing_key.d] },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource() {
          throw new errors.InvalidTarget("name the power that the token is for as `resource`");
        },
        getResourceServerInfo(_ctx, resource) {
          if (!settings.audiences.includes(resource))
            throw new errors.InvalidTarget(`no power is named \`${resource.slice(0, 100)}\``);
          return {
            scope: "",
            audience: resource,
            accessTokenTTL: settings.token_seconds,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "ES256" } },
          };
        },
      },
    },
    formats: {
      customizers: {
        jwt(_ctx, token, jwt) {
          const id = token.clientId ?? "";
          jwt.payload["sub"] = `${id}@local`;
          jwt.payload["groups"] = groups.get(id) ?? [];
        },
      },
    },
    jwks: { keys: [{ ...settings.signing_key, alg: "ES256", use: "sig" }] },
    responseTypes: [],
    routes: { token: "/token", jwks: "/jwks" },
    scopes: [],
    ttl: { ClientCredentials: settings.token_seconds },
  };
}

/** Tokens are signed and carry all that they mean; nothing is stored, so nothing can be found again either. */
class NothingToKeep {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}
