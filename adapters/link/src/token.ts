import type { Person } from "@trias/protocol";
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import type { TokenVerifier, VerifiedPerson } from "./caller.ts";
import { RefusalError } from "./errors.ts";
import { createOutbound } from "./outbound.ts";

export interface TokenVerifierOptions {
  readonly issuer: string;
  /** This power's own audience: a token for another power is foreign here. */
  readonly audience: string;
  /** PEM of our authority, where the provider is our own process `identity`; without it the provider is a public one. */
  readonly ca?: string;
  /** `<issuer>/jwks` unless given. */
  readonly jwksUrl?: string;
}

const MAX_TOKEN = 8192;

const claimsSchema = z.looseObject({
  iss: z.string().max(500),
  sub: z.string().min(1).max(200),
  jti: z.string().min(1).max(200),
  iat: z.int().min(0),
  groups: z.array(z.string().max(100)).max(100).default([]),
});

/** Verifies people's access tokens against the provider's published keys. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const url = new URL(options.jwksUrl ?? `${options.issuer.replace(/\/$/, "")}/jwks`);
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: 3000,
    cooldownDuration: 5000,
    ...(options.ca === undefined ? {} : { [customFetch]: fetchFrom(url, options.ca) }),
  });
  return async (token) => {
    if (token.length > MAX_TOKEN) throw refused("the token is too long");
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: ["EdDSA", "ES256", "RS256"],
        clockTolerance: 30,
        requiredClaims: ["exp", "iat", "jti", "sub"],
      }));
    } catch (error) {
      throw explain(error);
    }
    return personOf(payload);
  };
}

function personOf(payload: JWTPayload): VerifiedPerson {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw refused("a claim of the token does not have the expected form");
  const { iss, sub, groups, jti, iat } = claims.data;
  if (iat * 1000 > Date.now() + 30_000) throw refused("the token was issued in the future");
  const person: Person = { iss, sub };
  return { person, groups, jti, issued: new Date(iat * 1000).toISOString() };
}

/** jose fetches the key set through the same outbound connections as every other call. */
function fetchFrom(url: URL, ca: string) {
  const outbound = createOutbound("identity", url.origin, { ca });
  return async (): Promise<Response> => {
    const answer = await outbound.send({
      method: "GET",
      path: url.pathname + url.search,
      timeoutMs: 3000,
      maxBytes: 256 * 1024,
    });
    return new Response(Buffer.from(answer.body), { status: answer.status });
  };
}

function explain(error: unknown): RefusalError {
  if (error instanceof errors.JWTExpired) return refused("the token has expired", error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`claim \`${error.claim}\` is not as expected`, error);
  if (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    !(error instanceof errors.JOSEError)
  ) {
    return keysMissing(error);
  }
  // jose raises its plain base class where the key set's address answers with another status than 200.
  if (error.constructor === errors.JOSEError) return keysMissing(error);
  return refused("the token does not verify", error);
}

function keysMissing(cause: unknown): RefusalError {
  const message = "the identity provider's keys can't be had, so nobody can be recognised";
  return new RefusalError("unavailable", message, { remedy: "retry", cause });
}

function refused(message: string, cause?: unknown): RefusalError {
  return new RefusalError("unauthenticated", message, { fix: "sign in again", cause });
}
