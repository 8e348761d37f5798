/** The environment, read once and nowhere else. */
export interface Environment {
  readonly stateDir: string | undefined;
  readonly debug: boolean;
}

export function readEnvironment(): Environment {
  const { TRIAS_STATE_DIR, TRIAS_DEBUG } = process.env;
  return { stateDir: TRIAS_STATE_DIR || undefined, debug: Boolean(TRIAS_DEBUG) };
}
