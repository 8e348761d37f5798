import { makeEstate } from "@trias/estate";
import { assemble } from "../aws/assemble.ts";
import { Collection } from "../aws/collection.ts";
import { isAccount, isRegion, type Place } from "../aws/place.ts";
import { Findings } from "../report/finding.ts";
import { makeReport } from "../report/make-report.ts";
import type { Loaded } from "../source.ts";
import { completeVpcs } from "./complete-vpc.ts";
import { terraformCoverage } from "./coverage.ts";
import { TerraformNetwork } from "./network.ts";
import { NotYetKnown, type TerraformResource, Values } from "./resource.ts";
import { completeCompute } from "./translate/compute.ts";
import { completeGateways } from "./translate/gateways.ts";
import { completeBalancing } from "./translate/load-balancing.ts";
import { completeTransit } from "./translate/transit.ts";
import { bearsOnNetwork, translationsOf } from "./types.ts";

export interface TerraformInput {
  readonly kind: "terraform-state" | "terraform-plan";
  readonly file: string;
  readonly bytes: number;
  readonly lineage: string;
  readonly time: string;
  readonly resources: readonly TerraformResource[];
  readonly defaults: Place;
  readonly assumptions: readonly string[];
}

/** The network that Terraform manages, or will manage after a plan, read as if AWS had answered for it. */
export function loadTerraform(input: TerraformInput): Loaded {
  const { file, resources } = input;
  const findings = new Findings();
  const collection = new Collection(findings);
  const defaults = placeOf(input);
  const network = new TerraformNetwork(defaults);
  const described = new Set<string>();
  for (const message of input.assumptions) findings.add({ code: "assumed", severity: "warning", message, file });
  for (const resource of resources) translate(resource, network, collection, described, file);
  network.settle(collection, file);
  completeVpcs(network, findings, file);
  completeTransit(network);
  completeCompute(network);
  completeGateways(network);
  completeBalancing(network);
  network.settle(collection, file);
  network.pourInto(collection, file);
  for (const [name] of collection.all()) described.add(name);
  const coverage = terraformCoverage(collection, described, defaults);
  const { parts, lacking } = assemble(collection, coverage);
  const made = makeEstate({ lineage: input.lineage, serial: 1, time: input.time }, parts);
  const managed = resources.filter(({ mode }) => mode === "managed");
  const read = [...Map.groupBy(managed, ({ type }) => type)]
    .filter(([type]) => translationsOf(type).length > 0)
    .map(([what, all]) => ({ what, files: 1, items: all.length }))
    .sort((a, b) => (a.what < b.what ? -1 : 1));
  return {
    estate: made.estate,
    report: makeReport(made, {
      kind: input.kind,
      files: 1,
      bytes: input.bytes,
      read,
      regions: coverage.regions,
      accounts: coverage.accounts,
      lacking,
      findings,
    }),
  };
}

function translate(
  { address, mode, type, values }: TerraformResource,
  network: TerraformNetwork,
  collection: Collection,
  described: Set<string>,
  file: string,
): void {
  if (mode === "data") return;
  const found = translationsOf(type);
  const at = { file, path: address };
  if (found.length === 0) {
    const bears = bearsOnNetwork(type);
    const message = bears
      ? `\`${type}\` is not read: answers that depend on ${address} may be wrong`
      : `\`${type}\` has no part in the network here`;
    collection.findings.add({
      code: bears ? "not_modelled" : "resource_left_out",
      severity: bears ? "warning" : "note",
      message,
      ...at,
    });
    return;
  }
  for (const { calls, translate: read } of found) {
    for (const call of calls) described.add(call.name);
    try {
      read(new Values(address, values), network);
    } catch (error) {
      if (!(error instanceof NotYetKnown)) throw error;
      const message = `${address}: ${error.message}`;
      collection.findings.add({ code: "value_unknown", severity: "warning", message, ...at });
      for (const call of calls) collection.taint(call.name, message);
    }
  }
}

/** Region and account as given, else as the data sources about them say, else where all resources agree. */
function placeOf({ defaults, resources }: TerraformInput): Place {
  const said = (type: string, name: string, fits: (text: string) => boolean): string | null => {
    const found = resources
      .filter((one) => one.mode === "data" && one.type === type)
      .flatMap(({ values }) => values[name]);
    const texts = new Set(found.filter((one) => typeof one === "string" && fits(one)));
    return texts.size === 1 ? String([...texts][0]) : null;
  };
  return {
    region: defaults.region ?? said("aws_region", "name", isRegion),
    account: defaults.account ?? said("aws_caller_identity", "account_id", isAccount),
  };
}
