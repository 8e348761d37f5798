import type { PolicyAction, PolicyDocument } from "./core-network-policy.ts";

/** The document without a segment, and without every action, filter and rule that speaks of it; all others stay word for word. */
export function withoutSegment(policy: PolicyDocument, name: string, attachments: ReadonlySet<string>): PolicyDocument {
  const { "segment-actions": actions, "attachment-policies": rules, ...rest } = policy;
  return {
    ...rest,
    segments: policy.segments.filter((segment) => segment.name !== name).map((segment) => unfiltered(segment, name)),
    ...(actions && { "segment-actions": actions.flatMap((action) => actionWithout(action, name, attachments)) }),
    ...(rules && { "attachment-policies": rules.filter((rule) => placesInto(rule) !== name) }),
  };
}

type Segment = PolicyDocument["segments"][number];
type Rule = NonNullable<PolicyDocument["attachment-policies"]>[number];

function unfiltered(segment: Segment, name: string): Segment {
  const filters = ["deny-filter", "allow-filter"].flatMap((key): [string, unknown][] => {
    const list = segment[key];
    return Array.isArray(list) && list.includes(name) ? [[key, list.filter((each) => each !== name)]] : [];
  });
  return filters.length === 0 ? segment : { ...segment, ...Object.fromEntries(filters) };
}

function placesInto(rule: Rule): unknown {
  const action = rule["action"];
  return typeof action === "object" && action !== null && "segment" in action ? action.segment : undefined;
}

function actionWithout(action: PolicyAction, name: string, attachments: ReadonlySet<string>): PolicyAction[] {
  if (action["segment"] === name) return [];
  const shared = listWithout(action["share-with"], name);
  const sent = action["when-sent-to"];
  const targets = isRecord(sent) ? listWithout(sent["segments"], name) : sent;
  const led = Array.isArray(action["destinations"])
    ? action["destinations"].filter((id) => !attachments.has(String(id)))
    : null;
  if ([shared, targets, led].some((list) => Array.isArray(list) && list.length === 0)) return [];
  return [
    {
      ...action,
      ...(action["share-with"] === undefined ? {} : { "share-with": shared }),
      ...(isRecord(sent) ? { "when-sent-to": { ...sent, segments: targets } } : {}),
      ...(led === null ? {} : { destinations: led }),
    },
  ];
}

/** `["a", name]` becomes `["a"]`, `{except: ["a", name]}` becomes `{except: ["a"]}`, and `*` stays. */
function listWithout(list: unknown, name: string): unknown {
  if (Array.isArray(list)) return list.filter((each) => each !== name);
  if (!isRecord(list) || !Array.isArray(list["except"]) || !list["except"].includes(name)) return list;
  return { ...list, except: list["except"].filter((each) => each !== name) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
