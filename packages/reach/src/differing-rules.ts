import type { Admission } from "./group-rules.ts";
import { servicesKey } from "./services.ts";
import { join, type Span } from "./spans.ts";

/** Whether it can be seen at a glance that two admit the same: unchanged rules are mostly the same objects. */
function alike(a: Admission | undefined, b: Admission | undefined): boolean {
  if (a === b) return true;
  return a?.span === b?.span && a?.services === b?.services && a?.certain === b?.certain;
}

/** The addresses for which two lists of admissions can differ, joined. */
export function differingSpans(then: readonly Admission[], now: readonly Admission[]): readonly Span[] {
  let from = 0;
  while (from < then.length && from < now.length && alike(then[from], now[from])) from += 1;
  let [end, other] = [then.length, now.length];
  while (end > from && other > from && alike(then[end - 1], now[other - 1])) {
    end -= 1;
    other -= 1;
  }
  if (from === end && from === other) return [];
  const counts = new Map<string, { span: Span; balance: number }>();
  const count = (all: readonly Admission[], by: 1 | -1): void => {
    for (const { span, services, certain } of all) {
      const key = `${span.family} ${span.first} ${span.last} ${certain} ${servicesKey(services)}`;
      const found = counts.get(key);
      if (found) found.balance += by;
      else counts.set(key, { span, balance: by });
    }
  };
  count(then.slice(from, end), 1);
  count(now.slice(from, other), -1);
  return join([...counts.values()].flatMap(({ span, balance }) => (balance === 0 ? [] : [span])));
}
