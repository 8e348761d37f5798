import type { IntentDefinition } from "./intent.ts";
import { permitsNothing } from "./nothing.ts";

type Described<Parameters> = Pick<
  IntentDefinition<Parameters>,
  "type" | "summary" | "parameters" | "changes" | "examples"
>;

/** An intent that is understood and can't be planned yet: it asks nothing and permits nothing. */
export function withoutPlanner<Parameters>(described: Described<Parameters>): IntentDefinition<Parameters> {
  return {
    ...described,
    available: false,
    question: () => null,
    scope: () =>
      permitsNothing(`nothing: \`${described.type}\` is not available`, `\`${described.type}\` is not available`),
  };
}
