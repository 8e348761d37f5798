import type { SeverityLabel } from "./severity.ts";

/** What AWS documents of a type: how bad it is by default, and whether GuardDuty still reports it. */
export interface KnownType {
  readonly type: string;
  /** `Varies` where the finding itself has to say it. */
  readonly severity: SeverityLabel | "Varies";
  readonly retired: boolean;
}

/** Purpose and resource to severity to the rest of each type's name. */
type Table = Readonly<Record<string, Readonly<Partial<Record<KnownType["severity"], string>>>>>;

/** Finding types that GuardDuty reports (user guide, "GuardDuty finding types", as of 2026). */
const CURRENT: Table = {
  "AttackSequence:EC2": { Critical: "CompromisedInstanceGroup" },
  "AttackSequence:ECS": { Critical: "CompromisedCluster" },
  "AttackSequence:EKS": { Critical: "CompromisedCluster" },
  "AttackSequence:IAM": { Critical: "CompromisedCredentials" },
  "AttackSequence:S3": { Critical: "CompromisedData" },
  "Backdoor:EC2": {
    High: "C&CActivity.B C&CActivity.B!DNS DenialOfService.Dns DenialOfService.Tcp DenialOfService.Udp DenialOfService.UdpOnTcpPorts DenialOfService.UnusualProtocol",
    Medium: "Spambot",
  },
  "Backdoor:Lambda": { High: "C&CActivity.B" },
  "Backdoor:Runtime": { High: "C&CActivity.B C&CActivity.B!DNS" },
  "Behavior:EC2": { Medium: "NetworkPortUnusual TrafficVolumeUnusual" },
  "CredentialAccess:IAMUser": { Medium: "AnomalousBehavior" },
  "CredentialAccess:Kubernetes": {
    High: "MaliciousIPCaller MaliciousIPCaller.Custom SuccessfulAnonymousAccess TorIPCaller",
    Medium: "AnomalousBehavior.SecretsAccessed",
  },
  "CredentialAccess:RDS": {
    High: "AnomalousBehavior.SuccessfulBruteForce MaliciousIPCaller.SuccessfulLogin TorIPCaller.SuccessfulLogin",
    Medium: "MaliciousIPCaller.FailedLogin TorIPCaller.FailedLogin",
    Low: "AnomalousBehavior.FailedLogin",
    Varies: "AnomalousBehavior.SuccessfulLogin",
  },
  "CryptoCurrency:EC2": { High: "BitcoinTool.B BitcoinTool.B!DNS" },
  "CryptoCurrency:Lambda": { High: "BitcoinTool.B" },
  "CryptoCurrency:Runtime": { High: "BitcoinTool.B BitcoinTool.B!DNS" },
  "DefenseEvasion:EC2": { Medium: "UnusualDNSResolver UnusualDoHActivity UnusualDoTActivity" },
  "DefenseEvasion:IAMUser": { Medium: "AnomalousBehavior BedrockLoggingDisabled" },
  "DefenseEvasion:Kubernetes": {
    High: "MaliciousIPCaller MaliciousIPCaller.Custom SuccessfulAnonymousAccess TorIPCaller",
  },
  "DefenseEvasion:Runtime": {
    High: "KernelModuleLoaded ProcessInjection.Proc ProcessInjection.VirtualMemoryWrite",
    Medium: "FilelessExecution ProcessInjection.Ptrace",
    Low: "PtraceAntiDebugging",
    Varies: "SuspiciousCommand",
  },
  "Discovery:IAMUser": { Low: "AnomalousBehavior" },
  "Discovery:Kubernetes": {
    Medium: "MaliciousIPCaller MaliciousIPCaller.Custom SuccessfulAnonymousAccess TorIPCaller",
    Low: "AnomalousBehavior.PermissionChecked",
  },
  "Discovery:RDS": { Medium: "MaliciousIPCaller TorIPCaller" },
  "Discovery:Runtime": { Low: "SuspiciousCommand" },
  "Discovery:S3": {
    High: "MaliciousIPCaller MaliciousIPCaller.Custom",
    Medium: "TorIPCaller",
    Low: "AnomalousBehavior",
  },
  "Execution:Container": { Varies: "MaliciousFile SuspiciousFile" },
  "Execution:EC2": {
    Varies: "MaliciousFile MaliciousFile!AMI MaliciousFile!RecoveryPoint MaliciousFile!Snapshot SuspiciousFile",
  },
  "Execution:ECS": { Varies: "MaliciousFile SuspiciousFile" },
  "Execution:Kubernetes": {
    Medium: "AnomalousBehavior.ExecInPod ExecInKubeSystemPod",
    Low: "AnomalousBehavior.WorkloadDeployed",
    Varies: "MaliciousFile SuspiciousFile",
  },
  "Execution:Runtime": {
    High: "MaliciousFileExecuted ReverseShell",
    Medium: "NewBinaryExecuted NewLibraryLoaded",
    Low: "SuspiciousShellCreated",
    Varies: "SuspiciousCommand SuspiciousTool",
  },
  "Execution:S3": { Varies: "MaliciousFile!RecoveryPoint" },
  "Exfiltration:IAMUser": { High: "AnomalousBehavior" },
  "Exfiltration:S3": { High: "AnomalousBehavior MaliciousIPCaller" },
  "Impact:EC2": {
    High: "BitcoinDomainRequest.Reputation MaliciousDomainRequest.Reputation PortSweep",
    Medium: "AbusedDomainRequest.Reputation MaliciousDomainRequest.Custom",
    Low: "SuspiciousDomainRequest.Reputation WinRMBruteForce",
  },
  "Impact:IAMUser": { High: "AnomalousBehavior" },
  "Impact:Kubernetes": { High: "MaliciousIPCaller MaliciousIPCaller.Custom SuccessfulAnonymousAccess TorIPCaller" },
  "Impact:Runtime": {
    High: "BitcoinDomainRequest.Reputation CryptoMinerExecuted MaliciousDomainRequest.Reputation",
    Medium: "AbusedDomainRequest.Reputation",
    Low: "SuspiciousDomainRequest.Reputation",
  },
  "Impact:S3": {
    High: "AnomalousBehavior.Delete AnomalousBehavior.Permission MaliciousIPCaller",
    Medium: "AnomalousBehavior.Write",
  },
  "InitialAccess:IAMUser": { Medium: "AnomalousBehavior" },
  "Object:S3": { High: "MaliciousFile" },
  "PenTest:IAMUser": { Medium: "KaliLinux ParrotLinux PentooLinux" },
  "PenTest:S3": { Medium: "KaliLinux ParrotLinux PentooLinux" },
  "Persistence:IAMUser": { Medium: "AnomalousBehavior" },
  "Persistence:Kubernetes": {
    High: "AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount SuccessfulAnonymousAccess",
    Medium: "ContainerWithSensitiveMount MaliciousIPCaller MaliciousIPCaller.Custom TorIPCaller",
  },
  "Persistence:Runtime": { Medium: "SuspiciousCommand" },
  "Policy:IAMUser": { Low: "RootCredentialUsage ShortTermRootCredentialUsage" },
  "Policy:Kubernetes": {
    High: "AdminAccessToDefaultServiceAccount AnonymousAccessGranted",
    Medium: "ExposedDashboard KubeflowDashboardExposed",
  },
  "Policy:S3": {
    High: "BucketAnonymousAccessGranted BucketPublicAccessGranted",
    Low: "AccountBlockPublicAccessDisabled BucketBlockPublicAccessDisabled",
  },
  "PrivilegeEscalation:IAMUser": { Medium: "AnomalousBehavior" },
  "PrivilegeEscalation:Kubernetes": {
    High: "AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount AnomalousBehavior.WorkloadDeployed!PrivilegedContainer",
    Medium: "AnomalousBehavior.RoleBindingCreated PrivilegedContainer",
    Low: "AnomalousBehavior.RoleCreated",
  },
  "PrivilegeEscalation:Runtime": {
    High: "CGroupsReleaseAgentModified RuncContainerEscape",
    Medium: "ContainerMountsHostDirectory DockerSocketAccessed ElevationToRoot SuspiciousCommand UserfaultfdUsage",
  },
  "Recon:EC2": { High: "PortProbeEMRUnprotectedPort", Medium: "Portscan", Low: "PortProbeUnprotectedPort" },
  "Recon:IAMUser": { Medium: "MaliciousIPCaller MaliciousIPCaller.Custom TorIPCaller" },
  "Stealth:IAMUser": { Low: "CloudTrailLoggingDisabled PasswordPolicyChange" },
  "Stealth:S3": { Low: "ServerAccessLoggingDisabled" },
  "Trojan:EC2": {
    High: "DGADomainRequest.B DGADomainRequest.C!DNS DNSDataExfiltration DriveBySourceTraffic!DNS PhishingDomainRequest!DNS",
    Medium: "BlackholeTraffic BlackholeTraffic!DNS DropPoint DropPoint!DNS",
  },
  "Trojan:Lambda": { Medium: "BlackholeTraffic DropPoint" },
  "Trojan:Runtime": {
    High: "DGADomainRequest.C!DNS DriveBySourceTraffic!DNS PhishingDomainRequest!DNS",
    Medium: "BlackholeTraffic BlackholeTraffic!DNS DropPoint DropPoint!DNS",
  },
  "UnauthorizedAccess:EC2": {
    High: "MetadataDNSRebind TorClient TorRelay",
    Medium: "MaliciousIPCaller.Custom",
    Low: "RDPBruteForce SSHBruteForce",
  },
  "UnauthorizedAccess:IAMUser": {
    High: "InstanceCredentialExfiltration.InsideAWS InstanceCredentialExfiltration.OutsideAWS ResourceCredentialExfiltration.OutsideAWS",
    Medium: "ConsoleLoginSuccess.B MaliciousIPCaller MaliciousIPCaller.Custom TorIPCaller",
  },
  "UnauthorizedAccess:Lambda": { High: "TorClient TorRelay", Medium: "MaliciousIPCaller.Custom" },
  "UnauthorizedAccess:Runtime": { High: "MetadataDNSRebind TorClient TorRelay" },
  "UnauthorizedAccess:S3": { High: "MaliciousIPCaller.Custom TorIPCaller" },
};

/** Types that GuardDuty no longer reports; old findings, exports and examples still carry them. */
const RETIRED: Table = {
  "Backdoor:EC2": { High: "XORDDOS" },
  "Behavior:IAMUser": { Medium: "InstanceLaunchUnusual" },
  "CryptoCurrency:EC2": { High: "BitcoinTool.A" },
  "Discovery:S3": { Medium: "BucketEnumeration.Unusual" },
  "Exfiltration:S3": { Medium: "ObjectRead.Unusual" },
  "Impact:S3": { Medium: "ObjectDelete.Unusual PermissionsModification.Unusual" },
  "Persistence:IAMUser": { Medium: "NetworkPermissions ResourcePermissions UserPermissions" },
  "PrivilegeEscalation:IAMUser": { Low: "AdministrativePermissions" },
  "Recon:IAMUser": { Medium: "NetworkPermissions ResourcePermissions UserPermissions" },
  "ResourceConsumption:IAMUser": { Medium: "ComputeResources" },
  "Stealth:IAMUser": { Medium: "LoggingConfigurationModified" },
  "UnauthorizedAccess:EC2": { Medium: "TorIPCaller" },
  "UnauthorizedAccess:IAMUser": { High: "InstanceCredentialExfiltration", Medium: "ConsoleLogin UnusualASNCaller" },
};

const listed = [...listOf(CURRENT, false), ...listOf(RETIRED, true)];
const byType: ReadonlyMap<string, KnownType> = new Map(listed.map((known) => [known.type, known]));

/** Every type that AWS documents or once did, by name. */
export const KNOWN_TYPES: readonly KnownType[] = listed.toSorted((a, b) => (a.type < b.type ? -1 : 1));

export function knownType(type: string): KnownType | null {
  return byType.get(type) ?? null;
}

function listOf(table: Table, retired: boolean): KnownType[] {
  return Object.entries(table).flatMap(([start, bySeverity]) =>
    Object.entries(bySeverity).flatMap(([severity, names]) =>
      names
        .split(" ")
        .map((name) => ({ type: `${start}/${name}`, severity: severity as KnownType["severity"], retired })),
    ),
  );
}
