import { SupervisorError } from "./errors.ts";
import type { SystemOptions } from "./system.ts";

/** What the environment says of how to start: read once, at the edge. */
export function optionsFromEnvironment(
  environment: NodeJS.ProcessEnv,
): Pick<SystemOptions, "stateDir" | "pgUrl" | "uidBase"> {
  const pgUrl = environment["TRIAS_PG_URL"] || undefined;
  // INVARIANT: nobody that we start, the bundler included, finds the administrator's login in its environment.
  delete environment["TRIAS_PG_URL"];
  return {
    stateDir: environment["TRIAS_STATE_DIR"] || undefined,
    pgUrl,
    uidBase: uidBaseOf(environment["TRIAS_UID_BASE"]),
  };
}

function uidBaseOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1000 && base < 2 ** 31 - 100) return base;
  throw new SupervisorError("option_malformed", `\`${text.slice(0, 40)}\` is no first user id`, {
    at: "TRIAS_UID_BASE",
    fix: "give a number from 1000 on",
  });
}
