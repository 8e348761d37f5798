import { execFile } from "node:child_process";
import { chown, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { PostgresError } from "./errors.ts";

const exec = promisify(execFile);

/** Whom the server runs as; undefined for whoever we are. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const OWN_USER = "trias-postgres";

/**
 * PostgreSQL refuses to run as root: for root this is the user `asUser`, else the machine's `postgres`, else one that is
 * made here. For anybody else it is undefined, unless another user is asked for, which is an error.
 */
export async function serverUser(asUser: string | undefined): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const wanted = asUser === undefined ? ["postgres", OWN_USER] : [asUser];
  for (const name of wanted) {
    const found = await lookUp(name);
    if (found) return found;
  }
  if (asUser !== undefined) {
    throw new PostgresError("cluster_failed", `there is no system user \`${asUser.slice(0, 40)}\``, { at: "asUser" });
  }
  await exec("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN_USER]).catch((cause) => {
    const fix = "make a system user `postgres`, or start as an ordinary user";
    throw new PostgresError("cluster_failed", "PostgreSQL can't run as root and no user could be made", { fix, cause });
  });
  const made = await lookUp(OWN_USER);
  if (!made) throw new PostgresError("cluster_failed", `\`${OWN_USER}\` was made but is not known`);
  return made;
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  const fields = lines.map((line) => line.split(":")).find((entry) => entry[0] === name);
  if (!fields) return undefined;
  const [uid, gid] = [Number(fields[2]), Number(fields[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { name, uid, gid } : undefined;
}

/** Refuses a folder that the user could not get into: some folder above keeps others out. */
export async function checkReachable(folder: string, user: SystemUser | undefined): Promise<void> {
  if (!user) return;
  for (let at = dirname(resolve(folder)); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new PostgresError("dir_unreachable", `system user \`${user.name}\` can't enter \`${at}\``, {
        fix: "choose a state folder that others may pass through, such as one below `/var/lib`",
      });
    }
    if (dirname(at) === at) return;
  }
}

export async function give(path: string, user: SystemUser | undefined): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}
