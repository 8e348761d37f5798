import { readFileSync } from "node:fs";
import type { ShownTable } from "../simulate.ts";
import type { RouteEntry } from "../tables/entry.ts";

/** A golden file: `#` reasoning, the policy, its attachments, and the tables that were worked out by hand. */
export interface Golden {
  readonly policy: string;
  readonly attachments: readonly unknown[];
  readonly tables: string;
}

export function readGolden(url: URL): Golden {
  const lines = readFileSync(url, "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#") && line.trim() !== "");
  const policy = lines.find((line) => line.startsWith("policy "))?.slice("policy ".length) ?? "";
  const attachments = lines.filter((line) => line.startsWith("attach ")).map(attachment);
  const tables = lines.filter((line) => !/^(?:policy|attach) /.test(line)).join("\n");
  return { policy, attachments, tables };
}

/** `attach <id> <type> <region>`, then `key=value` tags, blocks, and `block@as,path` for what is learnt over BGP. */
function attachment(line: string): unknown {
  const [, id, type, region, ...rest] = line.split(" ");
  const tags = rest.filter((word) => word.includes("=") && !word.startsWith("label=")).map((word) => word.split("="));
  const label = rest.find((word) => word.startsWith("label="))?.slice("label=".length);
  const blocks = rest.filter((word) => word.includes("/") && !word.includes("@"));
  const routes = rest
    .filter((word) => word.includes("@"))
    .map((word) => ({ prefix: word.split("@")[0], as_path: word.split("@")[1]?.split(",").map(Number) }));
  return {
    id,
    type,
    region,
    account: "111122223333",
    tags: Object.fromEntries(tags),
    cidrs4: blocks.filter((block) => !block.includes(":")),
    cidrs6: blocks.filter((block) => block.includes(":")),
    routes,
    ...(label === undefined ? {} : { routing_policy_label: label }),
  };
}

/** Tables in the words of the golden files. */
export function tablesText(tables: readonly ShownTable[]): string {
  return tables
    .flatMap(({ table, routes, filtered }) => [
      table.kind === "segment" ? `segment ${table.segment} at ${table.edge}` : `group ${table.group} at ${table.edge}`,
      ...routes.map((route) => `  ${routeText(route)}`),
      ...filtered.map(({ prefix, attachment: of, rule }) => `  filtered ${prefix} of ${of} by ${rule}`),
    ])
    .join("\n");
}

export function routeText(route: RouteEntry): string {
  const hops = route.next_hops.map((hop) =>
    hop.function_group === null ? hop.attachment : `${hop.function_group}:${hop.attachment}`,
  );
  const asPath = route.as_path === null ? (route.origin === null ? [] : ["?"]) : route.as_path;
  return [
    route.prefix,
    ...(route.state === "blackhole" ? ["blackhole"] : ["to", hops.join(route.multipath ? " and " : " or ")]),
    ...(asPath.length === 0 ? [] : ["as", ...asPath]),
    "by",
    route.rule,
    ...(route.certainty === "may" ? ["may"] : []),
  ].join(" ");
}
