import { signerFromSeed, toBase64, utf8 } from "@trias/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openStatement, PAYLOAD_TYPES, preAuthEncoding, signBytes, signStatement } from "./dsse.ts";

const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(3)));
const schema = z.strictObject({ plan: z.string() });

describe("DSSE envelopes", () => {
  test("the encoding is the one that the specification gives as an example", () => {
    const encoded = Buffer.from(preAuthEncoding("http://example.com/HelloWorld", utf8("hello world"))).toString();
    expect(encoded).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  });

  test("what was signed opens under the pinned key", () => {
    const envelope = signStatement(PAYLOAD_TYPES.receipt, { plan: "a" }, signer);
    expect(openStatement(envelope, PAYLOAD_TYPES.receipt, signer.publicKey, schema).statement).toEqual({ plan: "a" });
  });

  test("another key, another type, other bytes and a respelt signature are refused", () => {
    const envelope = signStatement(PAYLOAD_TYPES.receipt, { plan: "a" }, signer);
    const other = signerFromSeed(toBase64(new Uint8Array(32).fill(4))).publicKey;
    expect(() => openStatement(envelope, PAYLOAD_TYPES.receipt, other, schema)).toThrow(/no signature/);
    expect(() => openStatement(envelope, PAYLOAD_TYPES.report, signer.publicKey, schema)).toThrow(/holds/);
    // INVARIANT: the type is inside the signed bytes: relabelling an envelope does not make it another statement.
    const relabelled = { ...envelope, payloadType: PAYLOAD_TYPES.report };
    expect(() => openStatement(relabelled, PAYLOAD_TYPES.report, signer.publicKey, schema)).toThrow(/no signature/);
    const swapped = { ...envelope, payload: toBase64(utf8('{"plan":"b"}')) };
    expect(() => openStatement(swapped, PAYLOAD_TYPES.receipt, signer.publicKey, schema)).toThrow(/no signature/);
    const [first] = envelope.signatures;
    const respelt = { ...envelope, signatures: [{ keyid: "x", sig: `${first?.sig ?? ""}\n` }] };
    expect(() => openStatement(respelt, PAYLOAD_TYPES.receipt, signer.publicKey, schema)).toThrow(/base64/);
  });

  test("signed bytes that two readers would read differently are refused after verification", () => {
    const twice = signBytes(PAYLOAD_TYPES.receipt, utf8('{"plan":"a","plan":"b"}'), signer);
    expect(() => openStatement(twice, PAYLOAD_TYPES.receipt, signer.publicKey, schema)).toThrow(/twice/);
  });
});
