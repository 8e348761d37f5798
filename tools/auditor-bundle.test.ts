import type { Metafile } from "esbuild";
import { expect, test } from "vitest";
import { bundleBreaches } from "./auditor-bundle.ts";

const entry = "powers/auditor/src/main.ts";

/** A metafile in which the auditor imports `via`, and that imports `target`. */
function metafile(via: string, target: string, external = false): Metafile {
  const imports = (path: string, outside = false) => [
    { path, kind: "import-statement" as const, ...(outside ? { external: true } : {}) },
  ];
  return {
    inputs: {
      [entry]: { bytes: 1, imports: imports(via) },
      [via]: { bytes: 1, imports: imports(target, external) },
      ...(external ? {} : { [target]: { bytes: 1, imports: [] } }),
    },
    outputs: {},
  };
}

test.each([
  ["node_modules/@aws-sdk/client-ec2/dist/index.js", "a cloud SDK"],
  ["node_modules/some/node_modules/@aws-sdk/core/index.js", "a cloud SDK"],
  ["powers/orchestrator/src/plan.ts", "another power"],
  ["powers/executor/src/index.ts", "another power"],
  ["powers/collector/src/index.ts", "another power"],
  ["adapters/sandbox/src/index.ts", "an adapter outside of the auditor's list"],
  ["adapters/terraform/src/run.ts", "an adapter outside of the auditor's list"],
  ["deploy/supervisor/src/index.ts", "the supervisor or a surface"],
  ["node_modules/@dbos-inc/dbos-sdk/dist/src/index.js", "the orchestrator's workflow engine"],
  ["node_modules/cdktf/index.js", "a Terraform runner"],
])("%s is found, with the way to it", (target, what) => {
  const via = "packages/plan/src/index.ts";
  expect(bundleBreaches(entry, metafile(via, target), "")).toEqual([`contains ${what}: ${entry} > ${via} > ${target}`]);
});

test.each(["child_process", "node:child_process", "node:worker_threads", "cluster", "node:inspector/promises", "vm"])(
  "a path to `%s` is found in our code and in a dependency's",
  (name) => {
    for (const via of ["packages/plan/src/index.ts", "node_modules/pg/lib/index.js"]) {
      const found = bundleBreaches(entry, metafile(via, name, true), "");
      expect(found).toEqual([`imports \`${name}\`: ${entry} > ${via}`]);
    }
  },
);

test("a way around imports is found in the script", () => {
  const script = `process.getBuiltinModule("child_process")`;
  expect(bundleBreaches(entry, metafile("packages/plan/src/index.ts", "node:crypto", true), script)).toHaveLength(1);
});

test("what the auditor needs passes", () => {
  for (const input of [
    "adapters/postgres/src/index.ts",
    "adapters/link/src/index.ts",
    "packages/plan/src/terraform-plan.ts",
  ]) {
    expect(bundleBreaches(entry, metafile(input, "node:crypto", true), "")).toEqual([]);
  }
});
