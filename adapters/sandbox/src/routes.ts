import { type Route, route } from "@trias/link";
import { PROTOCOL_VERSION, sandboxApi } from "@trias/protocol";
import type { Cloud } from "./cloud.ts";
import { SandboxError } from "./errors.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";

export interface SandboxParts {
  readonly cloud: Cloud;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly build: string;
}

/** Who may call what stands in `sandboxApi`; the certificate decides it before any of these runs. */
export function sandboxRoutes({ cloud, journal, faults, build }: SandboxParts): readonly Route[] {
  return [
    route(sandboxApi.health, () => ({
      process: "sandbox" as const,
      ok: journal.broken() === null,
      protocol: PROTOCOL_VERSION,
      build,
      notes: notesOf(journal, faults),
    })),
    route(sandboxApi.act, async ({ body, signal }) => {
      const known = cloud.outcome(body.key);
      if (known) return cloud.act(body);
      const { lost } = await faults.before(body.action, signal);
      const result = cloud.act(body);
      return lost ? faults.swallow(lost, signal) : result;
    }),
    route(sandboxApi.outcome, ({ query }) => ({ result: cloud.outcome(query.key) })),
    route(sandboxApi.read, ({ body }) => cloud.read(body.resources)),
    route(sandboxApi.snapshot, () => cloud.snapshot()),
    route(sandboxApi.changes, async ({ query, signal }) => {
      const { changed, ...rest } = await cloud.changes(query.after, query.wait, signal);
      return { ...rest, changed: [...changed] };
    }),
    route(sandboxApi.fault, ({ body }) => {
      if (body.clear === true) faults.clear();
      if (body.latency_ms !== undefined) faults.setLatency(body.latency_ms);
      if (body.fault) faults.arm(body.fault);
      if (!body.clear && body.latency_ms === undefined && !body.fault) {
        throw new SandboxError("bad_request", "nothing to arm and nothing to clear", {
          fix: "give `fault`, `latency_ms` or `clear`",
        });
      }
      return {};
    }),
    route(sandboxApi.drift, ({ body }) => cloud.drift(body)),
    route(sandboxApi.journal, async ({ query, signal }) => {
      if (cloud.serial() === query.after && query.wait > 0) await cloud.changes(query.after, query.wait, signal);
      return { entries: [...cloud.journal(query.after)] };
    }),
  ];
}

function notesOf(journal: Journal, faults: Faults): string[] {
  const broken = journal.broken();
  return [
    ...(broken === null ? [] : [`the journal can't be written: ${broken}`.slice(0, 500)]),
    ...(journal.dropped > 0 ? [`${journal.dropped} bytes of a half-written line were dropped at start`] : []),
    ...(faults.armed() > 0 ? [`${faults.armed()} faults are armed`] : []),
  ];
}
