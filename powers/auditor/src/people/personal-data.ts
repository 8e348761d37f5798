import { createCipheriv, createDecipheriv } from "node:crypto";
import { fromBase64, toBase64, toHex } from "@trias/core";
import type { Person, SealedText } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import type { RandomBytes, Sql } from "../ports.ts";

export interface PersonKey {
  readonly id: string;
  readonly key: Uint8Array;
}

export function personName(person: Person): string {
  return `${person.iss} ${person.sub}`;
}

/** The key that a person's data in the ledger is encrypted with; made when the person is first heard. */
export async function personKey(sql: Sql, person: Person, random: RandomBytes): Promise<PersonKey> {
  const name = personName(person);
  await sql.query(
    "INSERT INTO auditor.person_key (id, person, key) VALUES ($1, $2, $3) ON CONFLICT (person) DO NOTHING",
    [toHex(random(16)), name, Buffer.from(random(32))],
  );
  const [row] = await sql.query<PersonKey>("SELECT id, key FROM auditor.person_key WHERE person = $1", [name]);
  if (row) return { id: row.id, key: new Uint8Array(row.key) };
  throw new AuditorError("unavailable", "the key of this person's data can't be read", { remedy: "retry" });
}

/** AES-256-GCM; the key's id is authenticated with the text, so that a text can't be moved under another person. */
export function sealText(text: string, { id, key }: PersonKey, random: RandomBytes): SealedText {
  const iv = random(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(id, "utf8"));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return { person_key: id, iv: toBase64(iv), text: toBase64(sealed), tag: toBase64(cipher.getAuthTag()) };
}

export function openText(sealed: SealedText, { id, key }: PersonKey): string {
  const cipher = createDecipheriv("aes-256-gcm", key, fromBase64(sealed.iv));
  cipher.setAAD(Buffer.from(id, "utf8"));
  cipher.setAuthTag(fromBase64(sealed.tag));
  return Buffer.concat([cipher.update(fromBase64(sealed.text)), cipher.final()]).toString("utf8");
}
