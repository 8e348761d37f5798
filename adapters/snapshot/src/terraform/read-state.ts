import { z } from "zod";
import type { TerraformResource } from "./resource.ts";

const values = z.record(z.string(), z.unknown());

/** `terraform.tfstate`, format 4, as Terraform keeps it. */
const rawState = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      module: z.string().optional(),
      mode: z.enum(["managed", "data"]),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({ index_key: z.union([z.string(), z.number()]).optional(), attributes: values.nullish() }),
      ),
    }),
  ),
});

export function readRawState(json: unknown): TerraformResource[] {
  return rawState.parse(json).resources.flatMap((resource) =>
    resource.instances.map(({ index_key: key, attributes }) => {
      const prefix = resource.module === undefined ? "" : `${resource.module}.`;
      const data = resource.mode === "data" ? "data." : "";
      const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
      return {
        address: `${prefix}${data}${resource.type}.${resource.name}${index}`,
        mode: resource.mode,
        type: resource.type,
        values: attributes ?? {},
      };
    }),
  );
}

const shownResource = z.object({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  values: values.nullish(),
});
export type ShownResource = z.infer<typeof shownResource>;

interface ShownModule {
  readonly resources?: readonly ShownResource[] | undefined;
  readonly child_modules?: readonly ShownModule[] | undefined;
  readonly address?: string | undefined;
}

const shownModule: z.ZodType<ShownModule> = z.lazy(() =>
  z.object({
    address: z.string().optional(),
    resources: z.array(shownResource).optional(),
    child_modules: z.array(shownModule).optional(),
  }),
);

const shownValues = z.object({ root_module: shownModule.optional() });

/** What `terraform show -json` says of a state; also `planned_values` and `prior_state` of a plan. */
export function readShownValues(json: unknown): ShownResource[] {
  const found: ShownResource[] = [];
  const visit = (module: ShownModule): void => {
    found.push(...(module.resources ?? []));
    for (const child of module.child_modules ?? []) visit(child);
  };
  visit(shownValues.parse(json).root_module ?? {});
  return found;
}

export function asResource({ address, mode, type, values: all }: ShownResource): TerraformResource {
  return { address, mode, type, values: all ?? {} };
}
