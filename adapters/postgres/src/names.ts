import { PostgresError } from "./errors.ts";

/** A name of ours that can stand in SQL: lower case, so that quoted and unquoted mean the same. */
export function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,58}$/.test(name)) {
    throw new PostgresError("name_malformed", `\`${name.slice(0, 80)}\` can't name a role or a database`, {
      fix: "take lower-case letters, digits and `_`, beginning with a letter, 59 at most",
    });
  }
  return `"${name}"`;
}

/** The same server, another database or another login. */
export function urlOf(adminUrl: string, change: { database?: string; user?: string; password?: string }): string {
  const url = new URL(adminUrl);
  if (change.database !== undefined) url.pathname = `/${change.database}`;
  if (change.user !== undefined) url.username = encodeURIComponent(change.user);
  if (change.password !== undefined) url.password = encodeURIComponent(change.password);
  return url.href;
}
