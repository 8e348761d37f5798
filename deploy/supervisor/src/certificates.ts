import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { type Authority, createAuthority, type IssuedCertificate, issueCertificate } from "@trias/link/certificates";
import { type Peer, peerSchema } from "@trias/protocol";
import { z } from "zod";
import { readJson, writeJson } from "./files.ts";
import type { Layout } from "./layout.ts";

const authoritySchema = z.strictObject({ cert: z.string(), key: z.string() });
const issuedSchema = z.strictObject({ key: z.string(), cert: z.string(), ca: z.string() });

export type Certificates = Readonly<Record<Peer, IssuedCertificate>>;

const DAY = 86_400_000;
/** Renewed when less than this is left, so that a system that is restarted once a month never meets an expired one. */
const RENEW_BEFORE = 60 * DAY;

/** The certificate of every peer: kept ones while they are good, fresh ones where one is missing or soon over. */
export async function openCertificates(layout: Layout, now: number): Promise<Certificates> {
  const authorityFile = join(layout.vault, "authority.json");
  let authority = readJson(authorityFile, authoritySchema);
  if (authority === null || expiresWithin(authority.cert, now, 400 * DAY)) {
    authority = await createAuthority();
    writeJson(authorityFile, authority);
  }
  const signer = authority;
  const entries = await Promise.all(
    peerSchema.options.map(async (peer) => [peer, await openCertificate(layout, signer, peer, now)] as const),
  );
  return Object.fromEntries(entries) as Certificates;
}

async function openCertificate(
  layout: Layout,
  authority: Authority,
  peer: Peer,
  now: number,
): Promise<IssuedCertificate> {
  const file = join(layout.vault, `certificate-${peer}.json`);
  const kept = readJson(file, issuedSchema);
  if (kept !== null && kept.ca === authority.cert && !expiresWithin(kept.cert, now, RENEW_BEFORE)) return kept;
  const issued = await issueCertificate(authority, peer, { hosts: ["localhost", "127.0.0.1", "::1"] });
  writeJson(file, issued);
  return issued;
}

export function expiresWithin(pem: string, now: number, span: number): boolean {
  return new X509Certificate(pem).validToDate.getTime() - now < span;
}
