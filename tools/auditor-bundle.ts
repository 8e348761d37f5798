import type { Metafile } from "esbuild";

/** What would let the auditor act, or let itself be led by another power. Paths are relative to the repository. */
const forbiddenInputs: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)node_modules\/@(?:aws-sdk|smithy|azure|google-cloud)\//, "a cloud SDK"],
  [/^powers\/(?!auditor\/)/, "another power"],
  [/^adapters\/(?!(?:link|postgres|model|slack|email)\/)/, "an adapter outside of the auditor's list"],
  [/^(?:deploy|surfaces)\//, "the supervisor or a surface"],
  [/(?:^|\/)node_modules\/@dbos-inc\//, "the orchestrator's workflow engine"],
  // Only what runs Terraform: the auditor has to read its plans, so that a file of `packages/` may carry the name.
  [/(?:^|\/)node_modules\/.*(?:terraform|cdktf|opentofu)/i, "a Terraform runner"],
];

/** Node's modules that start code outside of the bundle, or open a door into the running process. */
const forbiddenModules = /^(?:node:)?(?:child_process|worker_threads|cluster|inspector|vm|module|repl|wasi)(?:\/|$)/;

/** Third-party files that may require such a module: a regular expression for the file, and why it is harmless. */
const tolerated: readonly (readonly [RegExp, string])[] = [];

/** Ways to a built-in module that leave no import behind. */
const hiddenDoors = /\bgetBuiltinModule\b|\bprocess\.binding\b|\bcreateRequire\b/;

/** Every reason why this bundle must not become the auditor, each with the chain of imports that brought it in. */
export function bundleBreaches(entry: string, metafile: Metafile, script: string): string[] {
  const files = Object.entries(metafile.inputs);
  const breaches = forbiddenInputs.flatMap(([pattern, what]) => {
    const [first, ...others] = files.map(([input]) => input).filter((input) => pattern.test(input));
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` (and ${others.length} more of this kind)`;
    return [`contains ${what}: ${chain(entry, first, metafile)}${more}`];
  });
  for (const [input, { imports }] of files) {
    for (const { path, external } of imports) {
      if (!external || !forbiddenModules.test(path) || tolerated.some(([file]) => file.test(input))) continue;
      breaches.push(`imports \`${path}\`: ${chain(entry, input, metafile)}`);
    }
  }
  const door = hiddenDoors.exec(script);
  if (door !== null) breaches.push(`uses \`${door[0]}\`, by which any built-in module can be had`);
  return breaches;
}

/** The shortest way from the entry to `target`, for the reader who has to cut it. */
function chain(entry: string, target: string, { inputs }: Metafile): string {
  const cameFrom = new Map<string, string | undefined>([[entry, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === target) break;
    for (const { path } of inputs[file]?.imports ?? []) if (!cameFrom.has(path)) cameFrom.set(path, file);
  }
  const files: string[] = [];
  for (let file: string | undefined = target; file !== undefined; file = cameFrom.get(file)) files.unshift(file);
  return files.join(" > ");
}
