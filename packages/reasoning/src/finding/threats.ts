/** GuardDuty's severities from 7.0 are High, from 9.0 Critical. */
export const HIGH = 7;

const PURPOSES: Readonly<Record<string, string>> = {
  Backdoor: "the instance talks to a command and control server or takes part in an attack",
  Behavior: "the instance behaves as it never did before",
  CryptoCurrency: "the instance mines cryptocurrency",
  CredentialAccess: "somebody collects credentials",
  DefenseEvasion: "somebody hides from detection",
  Discovery: "somebody explores the account",
  Execution: "unknown software runs",
  Exfiltration: "data leaves",
  Impact: "somebody damages or misuses resources",
  InitialAccess: "somebody gained access",
  PenTest: "a penetration-testing tool was used",
  Persistence: "somebody makes access last",
  Policy: "a security practice was broken",
  PrivilegeEscalation: "somebody gained more permissions",
  Recon: "somebody probes the network",
  Stealth: "somebody covers traces",
  Trojan: "the instance runs a trojan",
  UnauthorizedAccess: "somebody uses the instance or account without leave",
  AttackSequence: "several findings together form one attack",
};

/** What a finding of this type means, in one clause; from its purpose, the word before the colon. */
export function threatOf(type: string): string {
  const purpose = type.split(":", 1)[0] ?? "";
  return (Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose] : undefined) ?? "an event that no rule knows";
}

/** Purposes that mean that the instance itself is in an attacker's hands. */
const CONTAINED = ["CryptoCurrency:EC2/", "Backdoor:EC2/", "Trojan:EC2/"];
const CONTAINED_TYPES = new Set([
  "Impact:EC2/BitcoinDomainRequest.Reputation",
  "Impact:EC2/MaliciousDomainRequest.Reputation",
]);

/** Whether the answer to this type is to isolate the instance. */
export function callsForIsolation(type: string): boolean {
  return CONTAINED_TYPES.has(type) || CONTAINED.some((prefix) => type.startsWith(prefix));
}
