import { list } from "@trias/estate";
import { messageOf } from "@trias/core";
import { companyWan, openCloud } from "./cloud.ts";

/** Run under a limit of file size: acts until the journal can't grow, tries once more, and tells what then stands. */
const { cloud, journal } = openCloud(process.argv[2] ?? "");
const target = list(companyWan, "vpcs")[0]?.id ?? "";
const act = (key: string) =>
  cloud.act({ key, action: "tag_resource", target, parameters: { part: "vpcs", tags: { n: key } } });

let done = 0;
let refusal = "";
while (refusal === "" && done < 10_000) {
  try {
    act(`w/${done}`);
    done += 1;
  } catch (error) {
    refusal = error instanceof Error && "code" in error ? `${String(error.code)}: ${messageOf(error)}` : messageOf(error);
  }
}
const { resources } = cloud.read([{ part: "vpcs", id: target }]);
const left = { done, refusal, outcome: cloud.outcome(`w/${done}`), tags: resources[0]?.resource?.["tags"] };
process.stdout.write(JSON.stringify({ ...left, serial: cloud.serial(), broken: journal.broken() }));
