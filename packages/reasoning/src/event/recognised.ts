import type { Response } from "./response.ts";

/** What a reader found in one event, inside whatever it was wrapped in. Null is what it does not say. */
export interface Recognised {
  /** `eventbridge:<source>:<detail-type>`, `finding-camel`, `sns-alarm-message`, …; `unknown` at worst. */
  readonly kind: string;
  readonly shape: string;
  /** A finding's type, an alarm's name, an API call: what it is one of. */
  readonly type: string;
  readonly title: string;
  readonly account: string | null;
  readonly region: string | null;
  /** RFC 3339, as the event says it; an outsider's claim. */
  readonly time: string | null;
  /** What comes again when the same thing goes on; unique where nothing is known to. */
  readonly identity: string | null;
  readonly id: string | null;
  readonly severity: number | null;
  readonly class: string;
  readonly transition: string | null;
  readonly response: Response;
  readonly sample: boolean;
  readonly instance: string | null;
  readonly remoteAddress: string | null;
  /** Ids and ARNs of what it is about, the nearest first. */
  readonly resources: readonly string[];
}

/** A reading with what most kinds leave open. */
export function recognised(
  reading: Pick<Recognised, "kind" | "shape" | "type" | "title" | "class" | "response"> & Partial<Recognised>,
): Recognised {
  return {
    account: null,
    region: null,
    time: null,
    identity: null,
    id: null,
    severity: null,
    transition: null,
    sample: false,
    instance: null,
    remoteAddress: null,
    resources: [],
    ...reading,
  };
}
