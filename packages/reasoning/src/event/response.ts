/** Rows of the decision matrix (DESIGN § 6) that the answer to an event can fall under. */
export const MATRIX_ROWS = {
  containment: "malicious IP; crypto mining; DDoS",
  block: "firewall rule, block",
  scale: "scale by < 100 USD a month",
  network: "attach, accept, move, share, route, inspection, new region, addresses",
  other: "anything not listed",
} as const;
export type MatrixRow = (typeof MATRIX_ROWS)[keyof typeof MATRIX_ROWS];

/** What the rules answer to a kind of event, before anything is known of the resource that it is about. */
export interface Response {
  /** Type of an intent, `ask` where a person has to decide, `none` where nothing has to be done. */
  readonly action: string;
  /** Null where nothing would be changed. */
  readonly row: MatrixRow | null;
  /** What is to be done, in one sentence for people. */
  readonly advice: string;
}

export function none(advice: string): Response {
  return { action: "none", row: null, advice };
}

export function ask(advice: string, row: MatrixRow | null = MATRIX_ROWS.other): Response {
  return { action: "ask", row, advice };
}

export function act(action: string, row: MatrixRow | null, advice: string): Response {
  return { action, row, advice };
}
