import { type Estate, isKnown, list } from "@trias/estate";
import { isRequest } from "../sentence/clauses.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { given, type Reading, type Recogniser } from "./reading.ts";

const VERBS = [
  "isolate",
  "isolating",
  "isolated",
  "quarantine",
  "quarantining",
  "quarantined",
  "cut off",
  "lock down",
  "fence off",
  "segregate",
  "airgap",
  "take offline",
  "disconnect",
];
/** `isolate build-box-7` asks which instance is meant; a long text about isolation does not. */
const SHORT = 8;
const MACHINES = [
  "instance",
  "instances",
  "server",
  "servers",
  "host",
  "hosts",
  "machine",
  "machines",
  "vm",
  "ec2",
  "box",
  "node",
];

/** `isolate i-…`, `quarantine the server 10.1.2.3`, `cut i-… off the network`. */
export const isolateInstance: Recogniser = (clause, whole, estate) => {
  const wrapped = says(clause, "cut", "take") && says(clause, "off", "offline", "off the network");
  if (!says(clause, ...VERBS) && !wrapped) return null;
  const ids = clause.instances.length > 0 ? clause.instances : byAddress(clause, estate);
  if (ids.length > 0) return ids.map((instance) => isolation(instance, true));
  const named = byName(clause, estate);
  if (named.length === 1) return [isolation(named[0] ?? "", false)];
  if (whole.instances.length === 1 && says(clause, "it", "this", "that", "them", ...MACHINES)) {
    return [isolation(whole.instances[0] ?? "", true)];
  }
  // Segments, and ranges of addresses, are isolated by other means.
  const other = clause.segments.length > 0 || says(clause, "segment", "vpc", "subnet", "traffic", "everything", "all");
  const machine = says(clause, ...MACHINES) || named.length > 0 || clause.ranges.length > 0;
  const asked = isRequest(clause.words) && clause.words.length <= SHORT;
  return machine || (asked && !other) ? [{ type: "isolate_instance", parameters: {}, certain: true }] : null;
};

function isolation(instance: string, certain: boolean): Reading {
  return { type: "isolate_instance", parameters: given({ instance }), certain };
}

/** Instances that own an address which the clause names: an address has one owner, so this is no guess. */
function byAddress({ ranges }: Sentence, estate: Estate): string[] {
  if (!isKnown(estate, "interfaces")) return [];
  const addresses = new Set(
    ranges.filter((range) => /\/(?:32|128)$/.test(range)).map((range) => range.slice(0, range.lastIndexOf("/"))),
  );
  if (addresses.size === 0) return [];
  const owners = list(estate, "interfaces").filter(
    (one) => addresses.has(one.private_ip) || addresses.has(one.public_ip ?? ""),
  );
  return [...new Set(owners.map((one) => one.instance).filter((id) => id !== null))];
}

function byName({ words }: Sentence, estate: Estate): string[] {
  if (!isKnown(estate, "instances")) return [];
  const spoken = new Set(words.filter((word) => word.includes("-") || /\d/.test(word)));
  if (spoken.size === 0) return [];
  return list(estate, "instances")
    .filter(({ tags }) => spoken.has((tags["Name"] ?? tags["name"] ?? "").toLowerCase()))
    .map(({ id }) => id);
}
