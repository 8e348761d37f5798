import { digestValue } from "@trias/core";
import type { Classification } from "../reasoner.ts";
import { accountOf, asFields, type Fields, regionOf, text } from "./fields.ts";
import { recognise } from "./recognise.ts";
import { type Recognised, recognised } from "./recognised.ts";
import { ask } from "./response.ts";
import { type Unwrapped, unwrap } from "./unwrap.ts";

/** What kind of thing an event is, by known shapes only, whatever it came wrapped in. */
export function classify(event: unknown): Classification {
  const unwrapped = unwrap(event);
  const read = recognise(unwrapped.inner) ?? unrecognised(unwrapped);
  const own = read.id ?? unwrapped.id;
  const digest = own === null || read.identity === null ? digestOf(event) : "";
  const beside = unwrapped.beside === 0 ? "" : ` (and ${unwrapped.beside} more records in the same event)`;
  return {
    ...read,
    kind: kindOf(read, unwrapped.wrappers),
    title: `${read.title}${beside}`.slice(0, 200),
    // INVARIANT: what is acted on, what needs nothing and what is a sample never fold into one another.
    identity: `${read.sample ? "sample " : ""}${read.identity ?? `unknown:${digest}`}`,
    id: own ?? digest,
  };
}

/** The kind of the outermost wrapper, with what SNS carried where it handed records to a function. */
function kindOf(read: Recognised, wrappers: readonly string[]): string {
  const [outer] = wrappers;
  if (outer === undefined) return read.kind;
  if (outer.startsWith("sns-http")) return outer;
  if (outer === "cloudevents") return `cloudevents:${read.kind}`.slice(0, 600);
  return `${outer}:${read.kind.startsWith("eventbridge:") ? "eventbridge" : read.shape}`;
}

const TITLES = [
  "title",
  "Subject",
  "subject",
  "AlarmName",
  "alarmName",
  "detail-type",
  "summary",
  "message",
  "Message",
  "name",
];

function unrecognised({ inner, title, wrappers }: Unwrapped): Recognised {
  const fields: Fields = asFields(inner) ?? {};
  const words = typeof inner === "string" ? text(inner, 200) : null;
  const own = TITLES.map((name) => text(fields[name], 200)).find((one) => one !== null);
  const kind = wrappers.at(-1) === "cloudevents" ? (title ?? "unknown") : "unknown";
  return recognised({
    kind,
    shape: "unknown",
    type: "unknown",
    title: own ?? title ?? words ?? "an event of unknown form",
    account: accountOf(fields["account"]),
    region: regionOf(fields["region"]),
    id: text(fields["id"] ?? fields["MessageId"], 100),
    class: "unknown",
    response: ask("No rule knows this form: look at it, then close it or say what is to be done", null),
  });
}

/** A name for an event that has none; values that JSON can't hold give one name together. */
function digestOf(event: unknown): string {
  try {
    return digestValue(event);
  } catch {
    return "unnamed";
  }
}
