import { accountOf, asFields, type Fields, listOf, regionOf, text, timeOf } from "./fields.ts";

/** An EventBridge event, whichever casing its outer fields have. */
export interface Envelope {
  readonly kind: string;
  readonly source: string;
  readonly detailType: string;
  readonly id: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly time: string | null;
  readonly resources: readonly string[];
  readonly detail: Fields;
}

/** Reads `source`, `detail-type` and `detail`, or `Source`, `DetailType` and `Detail` as PutEvents takes them. */
export function readEnvelope(value: unknown, embeddedIn: (text: unknown) => unknown): Envelope | null {
  const fields = asFields(value);
  if (fields === null) return null;
  const one = (...names: readonly string[]): unknown => {
    const there = names.filter((name) => Object.hasOwn(fields, name));
    // INVARIANT: a field that stands there in two spellings counts as absent, or two readers could take two values.
    return there.length === 1 ? fields[there[0] ?? ""] : undefined;
  };
  const detailType = text(one("detail-type", "DetailType", "detailType"), 256);
  const detail = one("detail", "Detail");
  // Some tools drop the source when they pass an event on.
  const source = text(one("source", "Source"), 256) ?? (asFields(detail) === null ? null : "-");
  if (source === null || detailType === null) return null;
  return {
    kind: `eventbridge:${source}:${detailType}`,
    source,
    detailType,
    id: text(one("id", "Id"), 100),
    account: accountOf(one("account", "Account")),
    region: regionOf(one("region", "Region")),
    time: timeOf(one("time", "Time")),
    resources: listOf(one("resources", "Resources"))
      .flatMap((each) => text(each, 300) ?? [])
      .slice(0, 20),
    detail: asFields(detail) ?? asFields(embeddedIn(detail)) ?? {},
  };
}

/** What every reading of an envelope takes from it. */
export function fromEnvelope({ kind, id, account, region, time, resources }: Envelope) {
  return { kind, id, account, region, time, resources };
}
