import { OrchestratorError } from "../errors.ts";

/** The one thing that a name means; an error that says that there is none, or which there are. */
export function onlyOne(what: string, text: string, ids: readonly string[]): string {
  const [only, ...more] = ids;
  if (only !== undefined && more.length === 0) return only;
  const spelled = `\`${text.slice(0, 100)}\``;
  if (only === undefined) {
    throw new OrchestratorError("impossible", `not found: no ${what} is called ${spelled}`, {
      at: what,
      fix: "name it as the estate does; `trias estate show` lists it",
      remedy: "ask",
    });
  }
  throw new OrchestratorError("impossible", `${spelled} can mean ${ids.slice(0, 10).join(", ")}`, {
    at: what,
    fix: "name one of them by its id",
    remedy: "ask",
  });
}
