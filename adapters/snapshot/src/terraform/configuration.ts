import { z } from "zod";

const expressions = z.record(z.string(), z.unknown());

/** A module of a plan's configuration: what its resources refer to, and how modules are called. */
export interface ModuleConfig {
  readonly resources?:
    | readonly { readonly address: string; readonly expressions?: z.infer<typeof expressions> | undefined }[]
    | undefined;
  readonly outputs?: Readonly<Record<string, { readonly expression?: unknown }>> | undefined;
  readonly module_calls?:
    | Readonly<
        Record<
          string,
          { readonly expressions?: z.infer<typeof expressions> | undefined; readonly module?: ModuleConfig | undefined }
        >
      >
    | undefined;
}

export const moduleConfigSchema: z.ZodType<ModuleConfig> = z.lazy(() =>
  z.object({
    resources: z.array(z.object({ address: z.string(), expressions: expressions.optional() })).optional(),
    outputs: z.record(z.string(), z.object({ expression: z.unknown().optional() })).optional(),
    module_calls: z
      .record(z.string(), z.object({ expressions: expressions.optional(), module: moduleConfigSchema.optional() }))
      .optional(),
  }),
);

const expression = z.object({ references: z.array(z.string()) });

/** What an expression refers to; nothing where it is a constant, or no expression. */
export function referencesIn(value: unknown): readonly string[] {
  const found = expression.safeParse(value);
  return found.success ? found.data.references : [];
}
