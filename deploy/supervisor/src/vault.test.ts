import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { issueCertificate } from "@trias/link/certificates";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expiresWithin, openCertificates } from "./certificates.ts";
import { writeJson } from "./files.ts";
import type { Layout } from "./layout.ts";
import { readCredential, readEndpoints, readTls, writePeople } from "./people.ts";
import { temporaryLayout } from "./testing-folder.ts";
import { openVault } from "./vault.ts";

const DAY = 86_400_000;
let layout: Layout;
let remove: () => void;
beforeEach(() => {
  ({ layout, remove } = temporaryLayout());
});
afterEach(() => remove());

test("secrets are made once, for nobody else's eyes", () => {
  const first = openVault(layout);
  expect(openVault(layout)).toEqual(first);
  expect(statSync(layout.vault).mode & 0o777).toBe(0o700);
  expect(statSync(join(layout.vault, "secrets.json")).mode & 0o777).toBe(0o600);
});

test("a vault that was changed by hand is refused, not mended", () => {
  openVault(layout);
  writeFileSync(join(layout.vault, "secrets.json"), "{}");
  expect(() => openVault(layout)).toThrow("is not what this version wrote");
});

test("certificates are kept while they are good and renewed before they expire", async () => {
  const first = await openCertificates(layout, Date.now());
  expect(await openCertificates(layout, Date.now())).toEqual(first);
  const authority = JSON.parse(readFileSync(join(layout.vault, "authority.json"), "utf8"));
  const short = await issueCertificate(authority, "auditor", { hosts: ["127.0.0.1"], days: 30 });
  writeJson(join(layout.vault, "certificate-auditor.json"), short);
  const renewed = await openCertificates(layout, Date.now());
  expect(renewed.auditor.cert).not.toBe(short.cert);
  expect(expiresWithin(renewed.auditor.cert, Date.now(), 365 * DAY)).toBe(false);
  expect(renewed.executor).toEqual(first.executor);
});

test("people get one credential a role, and no key of a power", async () => {
  const secrets = openVault(layout);
  writePeople(layout, secrets, await openCertificates(layout, Date.now()), 7400);
  expect(readCredential(layout, "finance")).toMatchObject({ role: "finance", client_id: "finance" });
  expect(readEndpoints(layout)?.processes["auditor"]).toBe("https://127.0.0.1:7402");
  expect(readTls(layout).cert).toContain("BEGIN CERTIFICATE");
  expect(readEndpoints(layout)?.ledger_key).toContain(secrets.log_origin);
});
