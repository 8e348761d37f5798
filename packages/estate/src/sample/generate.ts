import type { Estate } from "../estate.ts";
import { validatePolicy } from "../validate-policy.ts";
import { EstateBuilder } from "./builder.ts";
import { addCoreNetwork } from "./core-network.ts";
import { parseDescription, sampleError } from "./description.ts";
import { addBlockLists, addFirewall } from "./inspection.ts";
import { addBucketsAndRoles, addPools, addSites, addWatchers } from "./records.ts";
import { addVpc } from "./vpc.ts";
import { addWorkloads } from "./workloads.ts";

/** The estate that a description (`examples/company-wan/company-wan.yaml`, parsed) stands for; the same description gives the same ids. */
export function generateEstate(input: unknown): Estate {
  const description = parseDescription(input);
  const builder = new EstateBuilder(description);
  for (const [id, name] of Object.entries(description.regions)) builder.add("regions", { id, name });
  const core = addCoreNetwork(builder);
  const issue = validatePolicy(core.policy)[0];
  if (issue) throw sampleError(`core_network ${issue.path}`, issue.message);
  addBlockLists(builder);
  addBucketsAndRoles(builder);
  const vpcs = description.vpcs.map((vpc) => {
    const built = addVpc(builder, core, vpc);
    if (vpc.kind === "inspection") addFirewall(builder, built);
    addWorkloads(builder, built);
    return built;
  });
  addSites(builder, core);
  addPools(builder, vpcs);
  addWatchers(builder, vpcs);
  return builder.build();
}
