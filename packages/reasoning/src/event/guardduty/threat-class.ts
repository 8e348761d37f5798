import type { FindingType } from "./finding-type.ts";

type Rule = readonly [threat: string, says: (type: FindingType) => boolean];

const family = (pattern: RegExp) => (type: FindingType) => pattern.test(type.family);
const purpose =
  (...names: readonly string[]) =>
  (type: FindingType) =>
    names.includes(type.purpose);
const mechanism = (pattern: RegExp) => (type: FindingType) => pattern.test(type.mechanism ?? "");

/** First match wins: what the family says is nearer to the threat than what the purpose says. */
const RULES: readonly Rule[] = [
  ["test", purpose("Canary")],
  ["attack_sequence", purpose("AttackSequence")],
  ["crypto_mining", (type) => type.purpose === "CryptoCurrency" || /^(?:Bitcoin|CryptoMiner)/.test(type.family)],
  ["denial_of_service", (type) => type.family === "DenialOfService" || type.family === "XORDDOS"],
  ["command_and_control", family(/^C&CActivity$|^ReverseShell$/)],
  ["spam", family(/^Spambot$/)],
  ["data_exfiltration", (type) => type.purpose === "Exfiltration" || type.family === "DNSDataExfiltration"],
  ["credential_theft", family(/CredentialExfiltration$|^MetadataDNSRebind$/)],
  ["brute_force", (type) => /BruteForce/.test(type.family) || mechanism(/BruteForce|FailedLogin/)(type)],
  ["malware", family(/^(?:Malicious|Suspicious)File/)],
  ["malicious_domain", family(/DomainRequest$/)],
  ["malware", purpose("Trojan")],
  ["backdoor", purpose("Backdoor")],
  ["anonymising_network", family(/^Tor(?:Client|Relay|IPCaller)$/)],
  ["known_bad_address", family(/^MaliciousIPCaller$/)],
  ["reconnaissance", purpose("Recon", "Discovery")],
  ["penetration_tool", purpose("PenTest")],
  ["reconnaissance", family(/^Port(?:Sweep|scan)$/)],
  ["data_destruction", (type) => type.purpose === "Impact" && type.resource === "S3"],
  ["policy_violation", purpose("Policy")],
  ["defense_evasion", purpose("DefenseEvasion", "Stealth")],
  ["privilege_escalation", purpose("PrivilegeEscalation")],
  ["persistence", purpose("Persistence")],
  ["credential_access", purpose("CredentialAccess")],
  ["unusual_behavior", purpose("Behavior")],
  ["resource_misuse", purpose("ResourceConsumption", "Impact")],
  ["suspicious_execution", purpose("Execution")],
  ["unauthorized_access", purpose("UnauthorizedAccess", "InitialAccess")],
];

/** What threatens, in one word; `unclassified` where the purpose is none that AWS has. */
export function threatClassOf(type: FindingType): string {
  return RULES.find(([, says]) => says(type))?.[0] ?? "unclassified";
}
