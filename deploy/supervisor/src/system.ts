import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Build, buildAll, install } from "./build.ts";
import { type Certificates, openCertificates } from "./certificates.ts";
import { assembleCharterOf } from "./charter.ts";
import { type DatabaseUrls, keptPostgres, prepareDatabases } from "./database.ts";
import { Keeper, type KeptStatus } from "./keeper.ts";
import { keptProcess } from "./kept-process.ts";
import { cellOf, type Layout, layoutOf, makeFolders } from "./layout.ts";
import { takeLock } from "./lock.ts";
import { openModels } from "./models.ts";
import { readEndpoints, writePeople } from "./people.ts";
import { choosePorts } from "./ports.ts";
import { configOf } from "./process-config.ts";
import { DEFAULT_PORT_BASE, POSTGRES_PORT, PROCESSES, type ProcessName } from "./processes.ts";
import { waitUntilReady, withDeadline } from "./readiness.ts";
import { writeRunState } from "./run-state.ts";
import { sealedNode } from "./seal.ts";
import { seedSandbox } from "./seed.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { type SystemStatus, systemStatus } from "./status.ts";
import { openVault, type Secrets } from "./vault.ts";

export interface SystemOptions {
  readonly stateDir?: string | undefined;
  /** Exactly these ports, or an error; without it the next free ones from 7400 on. */
  readonly portBase?: number | undefined;
  /** Only these processes; all unless given. PostgreSQL always runs. */
  readonly powers?: readonly ProcessName[] | undefined;
  /** Folder of the charter; the clone's own unless given. */
  readonly charterDir?: string | undefined;
  /** Another estate for the sandbox than the sample, at the first start. */
  readonly estate?: string | undefined;
  /** Administrator's login of a PostgreSQL that is there already. */
  readonly pgUrl?: string | undefined;
  /** First system user of the processes where the supervisor is root. */
  readonly uidBase?: number | undefined;
  /** File that names the powers' models, or `none`; unless given, what the vault holds. */
  readonly model?: string | undefined;
  /** Where the keys stand that this file does not hold. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** For tests alone: a database that forgets when the machine stops. */
  readonly throwAway?: boolean | undefined;
  /** What happens, for people. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface System {
  readonly layout: Layout;
  readonly portBase: number;
  /** Build id of all processes. */
  readonly build: string;
  status(): Promise<SystemStatus>;
  /** Process id of one process now; null while it is away. */
  pid(name: ProcessName | "postgres"): number | null;
  /** Resolves when every process answers and says that it is ready. */
  ready(timeoutMs?: number): Promise<void>;
  stopProcess(name: ProcessName): Promise<void>;
  /** Starts one that was stopped. */
  startProcess(name: ProcessName): Promise<void>;
  stop(): Promise<void>;
}

export const DEFAULT_UID_BASE = 62_100;
const SILENT = (): void => undefined;

/** Starts the whole system in a state folder and keeps it running until `stop`. Resolves once every process answered. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const layout = layoutOf(options.stateDir);
  makeFolders(layout);
  const release = takeLock(layout);
  const running = new RunningSystem(layout, options, release);
  try {
    await running.start();
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

class RunningSystem implements System {
  readonly layout: Layout;
  portBase = DEFAULT_PORT_BASE;
  build = "";
  private readonly options: SystemOptions;
  private readonly release: () => void;
  private readonly log: (line: string) => void;
  private readonly keepers = new Map<string, Keeper>();
  private readonly started = new Date().toISOString();
  private complete = false;
  private stopped: Promise<void> | null = null;
  private makeKeeper: ((name: ProcessName) => Keeper) | null = null;

  constructor(layout: Layout, options: SystemOptions, release: () => void) {
    this.layout = layout;
    this.options = options;
    this.release = release;
    this.log = options.log ?? SILENT;
  }

  async start(): Promise<void> {
    const { layout, options } = this;
    const secrets = openVault(layout);
    const models = openModels(layout, options.model, options.environment ?? {});
    this.portBase = await this.ports();
    const [build, certificates, databases] = await Promise.all([
      this.timed("code is bundled", () => buildAll(layout, this.names())),
      openCertificates(layout, Date.now()),
      this.timed("database is ready", () => this.database(secrets)),
    ]);
    this.build = build.id;
    const charter = assembleCharterOf(layout, options.charterDir, secrets);
    seedSandbox(layout, options.estate);
    writePeople(layout, secrets, certificates, this.portBase);
    this.prepare(build, secrets, certificates, databases, settingsOf(secrets, charter, models));
    await this.startAll();
    this.complete = true;
    this.write();
  }

  status(): Promise<SystemStatus> {
    return systemStatus(this.layout);
  }

  pid(name: ProcessName | "postgres"): number | null {
    return this.keepers.get(name)?.status.pid ?? null;
  }

  async ready(timeoutMs = 60_000): Promise<void> {
    await waitUntilReady(this.layout, timeoutMs, (name) => this.wanted(name));
  }

  async stopProcess(name: ProcessName): Promise<void> {
    await this.keepers.get(name)?.stop();
  }

  async startProcess(name: ProcessName): Promise<void> {
    if (this.makeKeeper === null) return;
    const keeper = this.makeKeeper(name);
    this.keepers.set(name, keeper);
    await keeper.start();
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async ports(): Promise<number> {
    const last = readEndpoints(this.layout)?.port_base;
    const own = ownPostgresPort(this.layout);
    // What a killed supervisor left behind needs a moment to notice that.
    const patienceMs = last === undefined ? 0 : 6000;
    const choice = await choosePorts(this.options.portBase, last ?? DEFAULT_PORT_BASE, { own, patienceMs });
    if (choice.moved !== undefined) this.log(choice.moved);
    return choice.base;
  }

  private async database(secrets: Secrets): Promise<DatabaseUrls> {
    const { layout, options } = this;
    if (options.pgUrl !== undefined) {
      return prepareDatabases(layout, secrets, options.pgUrl, `trias_${secrets.installation}`);
    }
    let adminUrl = "";
    const kept = keptPostgres(layout, secrets, this.portBase + POSTGRES_PORT, options.throwAway === true, (cluster) => {
      adminUrl = cluster.adminUrl;
      if (cluster.adopted) this.log("took over the PostgreSQL that an earlier run left behind");
    });
    const keeper = new Keeper(kept, (status) => this.changed(status));
    this.keepers.set("postgres", keeper);
    await withDeadline(keeper.start(), 60_000, () => keeper.status);
    return prepareDatabases(layout, secrets, adminUrl, "trias");
  }

  private prepare(
    build: Build,
    secrets: Secrets,
    certificates: Certificates,
    databases: DatabaseUrls,
    settings: Settings,
  ): void {
    const { layout } = this;
    const node = sealedNode(layout);
    const uidBase = this.options.uidBase ?? DEFAULT_UID_BASE;
    const input = { layout, secrets, certificates, databases, portBase: this.portBase, build: build.id, settings };
    for (const name of this.names()) install(build.folder(name), cellOf(layout, name));
    this.makeKeeper = (name) =>
      new Keeper(keptProcess({ layout, node, uidBase, name, config: (entry) => configOf(entry, input) }), (status) =>
        this.changed(status),
      );
  }

  /** Each process as soon as those that it needs answered. */
  private async startAll(): Promise<void> {
    const wanted = PROCESSES.filter(({ name }) => this.wanted(name));
    const answered = new Map(wanted.map(({ name }) => [name, Promise.withResolvers<void>()]));
    await Promise.all(
      wanted.map(async ({ name, after }) => {
        for (const other of after) await answered.get(other)?.promise;
        const keeper = this.makeKeeper?.(name);
        if (keeper === undefined) return;
        this.keepers.set(name, keeper);
        await this.timed(`${name} answers`, () => withDeadline(keeper.start(), 60_000, () => keeper.status));
        answered.get(name)?.resolve();
      }),
    );
  }

  private names(): ProcessName[] {
    return PROCESSES.map(({ name }) => name).filter((name) => this.wanted(name));
  }

  private wanted(name: string): boolean {
    return this.options.powers === undefined || this.options.powers.some((power) => power === name);
  }

  private async stopAll(): Promise<void> {
    const database = this.keepers.get("postgres");
    const others = [...this.keepers.values()].filter((keeper) => keeper !== database);
    await Promise.all(others.map((keeper) => keeper.stop()));
    // Last, so that the others can finish what they write.
    await database?.stop();
    this.complete = false;
    this.write();
    this.release();
  }

  private async timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.log(`${what} (${Math.round(performance.now() - start)} ms)`);
    return result;
  }

  private changed(status: KeptStatus): void {
    this.write();
    const away = status.pid === null && status.message !== null;
    if (status.state === "crashing" && away)
      this.log(`${status.name} keeps failing: ${status.message}; see its log, trying on`);
    else if (status.state === "restarting" && away) this.log(`${status.name} ${status.message}; starting it again`);
  }

  private write(): void {
    const state = {
      supervisor: process.pid,
      build: this.build,
      port_base: this.portBase,
      started: this.started,
      complete: this.complete,
    };
    writeRunState(
      this.layout,
      state,
      [...this.keepers.values()].map((keeper) => keeper.status),
    );
  }
}

/** Port of a PostgreSQL that runs on this state folder's data already. */
function ownPostgresPort(layout: Layout): number | null {
  const file = join(cellOf(layout, "postgres"), "data", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[3]) || null : null;
}
