import { z } from "zod";
import { moduleConfigSchema } from "./configuration.ts";
import { filledIn } from "./fill-in.ts";
import { asResource, readShownValues } from "./read-state.ts";
import { type Instance, References } from "./references.ts";
import type { TerraformResource } from "./resource.ts";

const plan = z.object({
  planned_values: z.unknown().optional(),
  prior_state: z.object({ values: z.unknown().optional() }).nullish(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({ actions: z.array(z.string()), after_unknown: z.unknown().optional() }),
      }),
    )
    .nullish(),
  configuration: z
    .object({
      provider_config: z.record(z.string(), z.unknown()).nullish(),
      root_module: moduleConfigSchema.optional(),
    })
    .nullish(),
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).nullish(),
});

export interface PlanRead {
  readonly resources: readonly TerraformResource[];
  /** The region of the provider's configuration, where it is one. */
  readonly region: string | null;
  /** References that were taken to mean one thing and may mean another. */
  readonly assumptions: readonly string[];
}

/** The network as it will be: planned values, with ids of what is to be created replaced by its address. */
export function readPlan(json: unknown): PlanRead {
  const read = plan.parse(json);
  const unknown = new Map((read.resource_changes ?? []).map(({ address, change }) => [address, change.after_unknown]));
  const shown = readShownValues(read.planned_values ?? {});
  const instances: Instance[] = shown
    .filter(({ mode }) => mode === "managed")
    .map((one) => {
      const { modules, moduleAddress } = modulesOf(one.address);
      return {
        resource: asResource(one),
        modules,
        moduleAddress,
        name: `${one.type}.${one.name}`,
        index: one.index ?? null,
      };
    });
  const references = new References(read.configuration?.root_module ?? {}, instances);
  const data = readShownValues(read.prior_state?.values ?? {}).filter(({ mode }) => mode === "data");
  const resources = instances.map((instance) => {
    const { resource } = instance;
    const values = filledIn(resource.values, unknown.get(resource.address), instance, references);
    return { ...resource, values };
  });
  return {
    resources: [...resources, ...data.map(asResource)],
    region: regionOf(read),
    assumptions: [...references.assumptions],
  };
}

/** `module.a["x"].module.b.aws_vpc.c` lies in the modules a and b. */
function modulesOf(address: string): { modules: string[]; moduleAddress: string } {
  const moduleAddress = /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)?.[0] ?? "";
  return { modules: [...moduleAddress.matchAll(/module\.([^.[]+)/g)].map(([, name = ""]) => name), moduleAddress };
}

const provider = z.object({
  name: z.literal("aws"),
  expressions: z.object({
    region: z.object({ constant_value: z.unknown().optional(), references: z.array(z.string()).optional() }).optional(),
  }),
});

function regionOf(read: z.infer<typeof plan>): string | null {
  const regions = Object.values(read.configuration?.provider_config ?? {}).flatMap((config) => {
    const found = provider.safeParse(config);
    const region = found.success ? found.data.expressions.region : undefined;
    const variable = region?.references?.find((one) => one.startsWith("var."))?.slice(4);
    const value = region?.constant_value ?? (variable === undefined ? undefined : read.variables?.[variable]?.value);
    return typeof value === "string" ? [value] : [];
  });
  const [first] = regions;
  return first !== undefined && new Set(regions).size === 1 ? first : null;
}
