import { act, ask, MATRIX_ROWS, none, type Response } from "../response.ts";
import type { FindingType } from "./finding-type.ts";
import { labelOf } from "./severity.ts";
import { threatClassOf } from "./threat-class.ts";

/** What a response depends on beside the type. */
export interface FindingFacts {
  readonly severity: number;
  /** `ACTOR` where the resource does it, `TARGET` where it is done to it. */
  readonly role: "ACTOR" | "TARGET" | null;
  /** Whether one remote address did it. */
  readonly oneAddress: boolean;
}

const { containment, block, other } = MATRIX_ROWS;

/**
 * The response that AWS's guide to remediation and incident response playbooks give for a type, by what kind of resource is
 * affected. A type that nobody has seen yet is answered by its resource and class, and only ever asked about.
 */
export function responseTo(type: FindingType, facts: FindingFacts): Response {
  if (type.purpose === "Canary") return none("GuardDuty's own test; nothing happened");
  switch (type.resource) {
    case "EC2":
      return ofInstance(type, facts);
    case "Runtime":
      return ofRuntime(type);
    case "IAMUser":
    case "IAM":
      return ofCredential(type);
    case "S3":
      return ofBucket(type);
    case "RDS":
      return ofDatabase(type, facts);
    case "Kubernetes":
    case "EKS":
      return ofCluster(type);
    case "Lambda":
      return ofFunction(type);
    case "ECS":
    case "Container":
      return ask("Look at task and image, stop the task, and keep a copy of what it ran");
    default:
      return ask("A kind of finding that no rule knows: look at it, then close it or say what is to be done");
  }
}

const ISOLATE_WHOLE = "Isolate the instance and keep it for the investigation: it is in somebody else's hands";

function ofInstance(type: FindingType, { severity, role, oneAddress }: FindingFacts): Response {
  if (type.purpose === "AttackSequence") {
    return act(
      "isolate_instance",
      containment,
      "Isolate each instance of the group, and revoke what their roles handed out",
    );
  }
  switch (threatClassOf(type)) {
    case "crypto_mining":
    case "denial_of_service":
    case "command_and_control":
    case "spam":
    case "backdoor":
    case "data_exfiltration":
      return act("isolate_instance", containment, ISOLATE_WHOLE);
    case "malware":
      if (type.artifact === null || type.purpose === "Trojan")
        return act("isolate_instance", containment, ISOLATE_WHOLE);
      return ask("Neither start nor restore anything from this image or backup, and look where else it was used");
    case "malicious_domain":
      return labelOf(severity) === "High"
        ? act("isolate_instance", containment, ISOLATE_WHOLE)
        : act("investigate_traffic", null, "See what asked for the domain and whether anything was sent there");
    case "anonymising_network":
      return type.family === "TorIPCaller"
        ? blockCaller(oneAddress)
        : act("isolate_instance", containment, "Isolate the instance, unless its owner runs Tor on purpose");
    case "known_bad_address":
      return blockCaller(oneAddress);
    case "credential_theft":
      return act("isolate_instance", containment, "Isolate the instance and revoke its role's sessions");
    case "brute_force":
      return role === "ACTOR"
        ? act("isolate_instance", containment, "The instance attacks others: isolate it")
        : blockCaller(oneAddress);
    case "reconnaissance":
      return ofScan(type, role);
    case "defense_evasion":
    case "unusual_behavior":
      return act("investigate_traffic", null, "See what the traffic is before anything is blocked");
    default:
      return ask("Look at the instance; isolate it where nobody can explain what it does");
  }
}

function ofScan({ family }: FindingType, role: FindingFacts["role"]): Response {
  if (family.startsWith("PortProbe")) {
    return ask("Close the port where it need not be open to the internet; blocking one prober leaves the others");
  }
  return role === "TARGET"
    ? act("investigate_traffic", null, "See who scans, and whether any port answered")
    : act("isolate_instance", containment, "The instance scans others: isolate it, unless it is a scanner of your own");
}

function blockCaller(oneAddress: boolean): Response {
  const advice = "Block the address at the firewall, and close the port to the internet";
  return oneAddress ? act("add_firewall_rule", block, advice) : ask(advice, block);
}

function ofRuntime(type: FindingType): Response {
  const severe = ["crypto_mining", "command_and_control", "malware", "malicious_domain", "anonymising_network"];
  if (severe.includes(threatClassOf(type)) || type.family === "MetadataDNSRebind") {
    return act(
      "isolate_instance",
      containment,
      "Stop the process or container; isolate the host where it can't be told from it",
    );
  }
  if (type.family.startsWith("RuncContainerEscape") || type.family.startsWith("CGroups")) {
    return act("isolate_instance", containment, "Somebody left the container: isolate the host and everything on it");
  }
  return ask("Look at process and image; stop the container, or isolate the host where it runs");
}

function ofCredential(type: FindingType): Response {
  const revoke = (advice: string) => act("revoke_access", other, advice);
  switch (threatClassOf(type)) {
    case "policy_violation":
      return ask("Find out who used the root user and why, and change its password and keys where nobody did");
    case "defense_evasion":
      return ask("Switch logging or the policy on again, and find out who switched it off; revoke that access");
    case "attack_sequence":
    case "credential_theft":
      return revoke("Revoke the sessions and deactivate the keys: they are used by somebody else");
    default:
      return revoke("Ask the owner; where nobody knows of it, deactivate the key and revoke its sessions");
  }
}

function ofBucket(type: FindingType): Response {
  switch (threatClassOf(type)) {
    case "policy_violation":
      return ask("Block public access again, unless the bucket is meant to be public");
    case "defense_evasion":
      return ask("Switch access logging on again, and find out who switched it off");
    case "malware":
      return ask("Quarantine the object, and find out who put it there and who fetched it");
    default:
      return act("revoke_access", other, "Revoke the access of who did it, and see what was read, changed or deleted");
  }
}

function ofDatabase(type: FindingType, { oneAddress }: FindingFacts): Response {
  if (type.mechanism?.includes("Successful") === true) {
    return act("revoke_access", other, "Change the password, end its sessions, and see what was read");
  }
  if (threatClassOf(type) === "brute_force" || type.family !== "AnomalousBehavior") return blockCaller(oneAddress);
  return ask("Ask the owner of the database user whether it was them");
}

function ofCluster(type: FindingType): Response {
  if (type.purpose === "Policy" || type.resource === "EKS") {
    return ask("Take the permission back or close the dashboard; look what was done with it");
  }
  if (
    /WorkloadDeployed|PrivilegedContainer|SensitiveMount|ExecInPod|File$/.test(`${type.family}.${type.mechanism ?? ""}`)
  ) {
    return ask("Isolate or delete the pod, keep its node, and find out who deployed it");
  }
  return act("revoke_access", other, "Revoke the access of the user or service account that did it");
}

function ofFunction(type: FindingType): Response {
  return ask(
    threatClassOf(type) === "crypto_mining"
      ? "Set the function's concurrency to zero, and look at its code and layers"
      : "Look at the function's code and role; set its concurrency to zero where nobody can explain it",
  );
}

/** Types after which the rules isolate an instance by themselves, where severity and estate allow it. */
const ALONE = ["CryptoCurrency:EC2/", "Backdoor:EC2/", "Trojan:EC2/"];
const ALONE_TYPES: ReadonlySet<string> = new Set([
  "Impact:EC2/BitcoinDomainRequest.Reputation",
  "Impact:EC2/MaliciousDomainRequest.Reputation",
]);

/** Whether the answer to this type is to isolate the instance without asking. */
export function callsForIsolation(type: string): boolean {
  return ALONE_TYPES.has(type) || ALONE.some((prefix) => type.startsWith(prefix));
}
