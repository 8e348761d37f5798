import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { list } from "@trias/estate";
import { expect, test } from "vitest";
import { companyWan, newFolder, openCloud } from "./__fixtures__/cloud.ts";

test("where the journal can't grow, nothing is half done, and a restart with room goes on", () => {
  const folder = newFolder();
  const script = fileURLToPath(new URL("./__fixtures__/fill-journal.ts", import.meta.url));
  const command = `ulimit -f 64 && exec "$0" "$1" "$2"`;
  const told = JSON.parse(execFileSync("sh", ["-c", command, process.execPath, script, folder], { encoding: "utf8" }));
  expect(told.refusal).toMatch(/^unavailable: .*nothing was done.*; make room/);
  expect(told).toMatchObject({ outcome: null, serial: companyWan.serial + told.done, broken: null });
  expect(told.tags.n).toBe(`w/${told.done - 1}`);

  const { cloud, journal } = openCloud(folder);
  expect(journal.dropped).toBe(0);
  expect(cloud.serial()).toBe(told.serial);
  const target = list(companyWan, "vpcs")[0]?.id ?? "";
  const parameters = { part: "vpcs", tags: { n: `w/${told.done}` } };
  expect(cloud.act({ key: `w/${told.done}`, action: "tag_resource", target, parameters })).toMatchObject({
    repeated: false,
    serial: told.serial + 1,
  });
});
