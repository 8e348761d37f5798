import { verify, X509Certificate } from "node:crypto";
import { utf8 } from "@trias/core";
import type { Law } from "../law.ts";

/** Longer than SNS tries to deliver a message to an address by its default policy. */
const OLDEST_MS = 24 * 3600 * 1000;
const AHEAD_MS = 15 * 60 * 1000;

export type SnsCheck =
  | { readonly kind: "authenticated"; readonly source: string }
  | { readonly kind: "unauthenticated"; readonly why: string };

/** Whether a body is what SNS posts to an address: such a one can vouch for itself. */
export function isNotification(event: unknown): event is Readonly<Record<string, unknown>> {
  if (typeof event !== "object" || event === null) return false;
  const { Type, TopicArn, Message } = event as Readonly<Record<string, unknown>>;
  return Type === "Notification" && typeof TopicArn === "string" && typeof Message === "string";
}

/**
 * Verifies a notification of signature version 2 (RSA, SHA-256) with the certificates that the charter pins for its topic. The
 * `SigningCertURL` is not looked at: whoever forges a message writes that too, and the auditor calls nobody.
 */
export function checkNotification(event: Readonly<Record<string, unknown>>, law: Law, now: number): SnsCheck {
  const no = (why: string): SnsCheck => ({ kind: "unauthenticated", why });
  const topic = law.snsTopic(String(event["TopicArn"]));
  if (topic === null) return no("the charter pins no certificate for this topic");
  if (event["SignatureVersion"] !== "2") return no("it is not signed by signature version 2");
  const { Signature: signature, Timestamp: timestamp } = event;
  const text = signedText(event);
  if (typeof signature !== "string" || signature.length > 1024 || text === null)
    return no("its signature is incomplete");
  const age = now - Date.parse(String(timestamp));
  if (!(age <= OLDEST_MS && age >= -AHEAD_MS)) return no("it was signed too long ago, or ahead of time");
  const bytes = Buffer.from(signature, "base64");
  const valid = topic.certificates.some((pem) => verifies(pem, utf8(text), bytes, now));
  return valid
    ? { kind: "authenticated", source: topic.name }
    : no("no certificate pinned for its topic made its signature");
}

/** What SNS signs: each field's name and value on lines of their own, in this order. */
const SIGNED = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;

function signedText(event: Readonly<Record<string, unknown>>): string | null {
  const lines: string[] = [];
  for (const name of SIGNED) {
    const value = event[name];
    if (name === "Subject" && (value === undefined || value === null)) continue;
    if (typeof value !== "string") return null;
    lines.push(`${name}\n${value}\n`);
  }
  return lines.join("");
}

function verifies(pem: string, text: Uint8Array, signature: Uint8Array, now: number): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const current = certificate.validFromDate.getTime() <= now && now <= certificate.validToDate.getTime();
    return (
      current &&
      certificate.publicKey.asymmetricKeyType === "rsa" &&
      verify("sha256", text, certificate.publicKey, signature)
    );
  } catch {
    return false;
  }
}
