export { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from "./bytes.ts";
export { canonicalJson } from "./canonical-json.ts";
export { asDigest, type Digest, digestBytes, digestValue, isDigest, sha256 } from "./digest.ts";
export { keyIdOf, type Signer, signerFromSeed, verifyEd25519 } from "./ed25519.ts";
export { CoreError, type CoreErrorCode, messageOf, type Remedy, TriasError, type TriasErrorOptions } from "./errors.ts";
export { DEFAULT_JSON_LIMITS, type JsonLimits, parseStrictJson } from "./strict-json.ts";
