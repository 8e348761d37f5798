/** Which workspace may depend on which. The order of the packages is the order of the layers: each sees lower ones only. */
const packageLayers: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ["core"],
  ledger: ["core"],
  estate: ["core", "protocol"],
  "cloud-wan": ["core", "estate"],
  reach: ["core", "protocol", "estate", "cloud-wan"],
  picture: ["protocol", "estate", "reach"],
  plan: ["core", "protocol", "estate", "reach"],
  pricing: ["core", "protocol", "estate", "plan"],
  intents: ["core", "protocol", "estate", "reach", "plan"],
  reasoning: ["core", "protocol", "estate", "intents"],
  policy: ["core", "protocol", "estate", "reach", "plan", "pricing", "intents"],
};

/** Adapters that a power's `main` may wire in. The auditor's list is a security boundary: nothing in it can act on a cloud. */
const powerAdapters: Readonly<Record<string, readonly string[]>> = {
  auditor: ["link", "postgres", "model", "slack", "email"],
  collector: ["link", "postgres", "sandbox", "aws"],
  executor: ["link", "postgres", "sandbox", "aws", "terraform"],
  orchestrator: ["link", "postgres", "model", "slack", "email", "pagerduty", "duckdb"],
};

/** A workspace, by its folder: `packages/core` is { group: "packages", name: "core" }. */
export interface Workspace {
  readonly group: string;
  readonly name: string;
}

/** Says why `from` must not depend on `to`; undefined where it may. */
export function forbidden(from: Workspace, to: Workspace): string | undefined {
  switch (from.group) {
    case "packages": {
      const lower = packageLayers[from.name];
      if (lower === undefined) return `\`${from.name}\` has no layer yet: give it one in tools/layers.ts`;
      return to.group === "packages" && lower.includes(to.name) ? undefined : "a package imports lower packages only";
    }
    case "powers":
      if (to.group === "packages") return undefined;
      if (to.group === "adapters" && powerAdapters[from.name]?.includes(to.name)) return undefined;
      return to.group === "powers" ? "no power imports another" : `not among the adapters of the ${from.name}`;
    case "adapters":
      if (to.group === "packages" || (to.group === "adapters" && to.name === "link")) return undefined;
      return "an adapter imports packages and adapters/link only";
    case "deploy":
      if (to.group === "adapters") return undefined;
      if (to.group === "packages" && ["core", "protocol", "ledger", "estate", "policy"].includes(to.name))
        return undefined;
      return "the supervisor imports core, protocol, ledger, estate, policy and adapters only";
    case "surfaces":
      if (to.group === "packages" || to.group === "deploy") return undefined;
      if (to.group === "adapters" && (to.name === "link" || to.name === "snapshot")) return undefined;
      return "a surface imports packages, the supervisor, adapters/link and adapters/snapshot only";
    case "bench":
    case "tests":
      return undefined;
    default:
      return `\`${from.group}\` is in no layer: give it a rule in tools/layers.ts`;
  }
}
