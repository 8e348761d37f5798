const LONGEST = 300;

/** Facts as a plain sentence: no fact is dropped, none is embellished. */
export function explain(topic: string, facts: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${shown(value)}`);
  return said.length === 0 ? topic : `${topic}: ${said.join("; ")}`;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Lessons of one case, which can only narrow: they say where to look again, and permit nothing. */
export function reflect(facts: Readonly<Record<string, unknown>>): readonly string[] {
  const lessons: string[] = [];
  const { state, rounds, reconciled, ms } = facts;
  if (state === "rolled_back" || state === "failed" || state === "unknown") {
    lessons.push(`the execution ended as ${state}: look at the step that failed before planning the same again`);
  }
  if (reconciled === false)
    lessons.push("what came to be differs from what was simulated: trust the simulation of these actions less");
  if (typeof rounds === "number" && rounds > 1)
    lessons.push(`it took ${rounds} rounds until the plan stood: give the amended inputs at once`);
  if (typeof ms === "number" && ms > 60_000) lessons.push(`it took ${Math.round(ms / 1000)} s from plan to end`);
  return lessons;
}
