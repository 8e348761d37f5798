import { type Estate, list } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, askWhich, attachmentsNamed, estateSegments, idsNamed, textOf } from "../named.ts";
import { cidrSchema, nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { routePlace } from "./place.ts";
import { changeRouteScope } from "./scope.ts";

export const changeRouteParameters = z.strictObject({
  effect: z.enum(["add", "remove"]).optional(),
  destination: cidrSchema.optional(),
  target: nameSchema.optional(),
  segment: nameSchema.optional(),
  route_table: nameSchema.optional(),
});

export const changeRoute: IntentDefinition<z.infer<typeof changeRouteParameters>> = {
  type: "change_route",
  summary: "One route, in one place",
  parameters: changeRouteParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: changeRouteScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  if (intent.parameters["effect"] === undefined)
    return ask("effect", "Shall the route be added or removed?", ["add", "remove"]);
  if (textOf(intent, "destination") === null)
    return ask("destination", "Which destination is the route to, such as 10.20.0.0/16?");
  const [table, segment, target] = [textOf(intent, "route_table"), textOf(intent, "segment"), textOf(intent, "target")];
  if (table === null && segment === null)
    return ask("segment", "In which segment is the route?", estateSegments(estate));
  const which = table === null ? null : askWhich("route_table", table, idsNamed(estate, ["route_tables"], table));
  if (which !== null || intent.parameters["effect"] !== "add") return which;
  return targetQuestion(routePlace(intent, estate)?.kind ?? null, target, estate);
}

function targetQuestion(
  kind: "table" | "segment" | null,
  target: string | null,
  estate: Estate,
): IntentQuestion | null {
  if (kind === null) return null;
  if (target === null) {
    const choices = kind === "table" ? [] : [...list(estate, "attachments").map(({ id }) => id), "blackhole"];
    return ask("target", "Where shall the route lead?", choices.length > 50 ? [] : choices);
  }
  if (kind === "table") return null;
  return askWhich(
    "target",
    target,
    attachmentsNamed(estate, target).map(({ id }) => id),
  );
}
