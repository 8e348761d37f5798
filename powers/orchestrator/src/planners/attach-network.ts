import { networksNamed } from "@trias/intents";
import { buildAttachNetwork } from "@trias/plan";
import { onlyOne } from "./named-one.ts";
import { textOf, textOrNone } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const attachNetwork: Planner = (intent, { estate }) => {
  const name = textOf(intent, "resource");
  const region = textOrNone(intent, "region");
  return buildAttachNetwork(estate, {
    resource: onlyOne("network", name, networksNamed(estate, name)),
    segment: textOf(intent, "segment"),
    ...(region === undefined ? {} : { region }),
  });
};
