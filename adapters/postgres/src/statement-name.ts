const MOST = 300;
const names = new Map<string, string>();

/** A name to prepare a statement under; undefined once there are many: texts made at run time must not fill the server with plans. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST) return known;
  const name = `q${names.size}`;
  names.set(text, name);
  return name;
}
