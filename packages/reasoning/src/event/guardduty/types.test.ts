import { describe, expect, it } from "vitest";
import { rulesReasoner } from "../../rules-reasoner.ts";
import { callsForIsolation, responseTo } from "./finding-response.ts";
import { parseFindingType } from "./finding-type.ts";
import { KNOWN_TYPES } from "./known-types.ts";
import { labelOf } from "./severity.ts";
import { threatClassOf } from "./threat-class.ts";

const { classify } = rulesReasoner;
const finding = (type: string, more: object = {}) => classify({ type, id: "f-1", severity: 8, ...more });

describe("the grammar of types", () => {
  it("takes a type apart", () => {
    expect(parseFindingType("Backdoor:EC2/C&CActivity.B!DNS")).toEqual({
      purpose: "Backdoor",
      resource: "EC2",
      family: "C&CActivity",
      mechanism: "B",
      artifact: "DNS",
      name: "Backdoor:EC2/C&CActivity.B!DNS",
    });
    expect(parseFindingType("Recon:EC2 PortProbeUnprotectedPort")?.name).toBe("Recon:EC2/PortProbeUnprotectedPort");
  });

  it.each(["", "EC2/Portscan", "Recon:/x", "recon:EC2/x", "Recon:EC2/x y", "Recon:EC2/x\n", "Recon:EC2/", 5, null])(
    "refuses %j",
    (text) => expect(parseFindingType(text)).toBeNull(),
  );
});

describe("every type that AWS documents or once did", () => {
  it.each(KNOWN_TYPES.map(({ type }) => type))("%s has a class and a response", (name) => {
    const type = parseFindingType(name);
    expect(type?.name).toBe(name);
    if (type === null) return;
    expect(threatClassOf(type)).not.toBe("unclassified");
    const { action, advice, row } = responseTo(type, { severity: 8, role: "ACTOR", oneAddress: true });
    expect(["isolate_instance", "add_firewall_rule", "revoke_access", "investigate_traffic", "ask"]).toContain(action);
    expect(advice.length).toBeGreaterThan(20);
    if (action === "isolate_instance") expect(row).toBe("malicious IP; crypto mining; DDoS");
  });

  it("gives the default severity where a finding has none, and its own where it has one", () => {
    for (const { type, severity } of KNOWN_TYPES) {
      const found = classify({ type, id: "f-1" }).severity ?? 0;
      if (severity !== "Varies") expect([type, labelOf(found)]).toEqual([type, severity]);
    }
    expect(finding("Policy:IAMUser/RootCredentialUsage", { severity: 8.4 }).severity).toBe(8.4);
  });

  it("isolates alone only for types whose response is to isolate", () => {
    for (const { type: name } of KNOWN_TYPES.filter(({ type }) => callsForIsolation(type))) {
      const type = parseFindingType(name);
      if (type === null) throw new TypeError(name);
      expect([name, responseTo(type, { severity: 8, role: null, oneAddress: false }).action]).toEqual([
        name,
        "isolate_instance",
      ]);
    }
  });
});

describe("types that nobody has seen", () => {
  it.each([
    ["Foresight:EC2/QuantumTheft.X", "unclassified"],
    ["Recon:Mainframe/TapeProbe", "reconnaissance"],
    ["Exfiltration:Satellite/Downlink!RF", "data_exfiltration"],
  ])("%s is %s, and asked about", (type, threat) => {
    expect(finding(type)).toMatchObject({ class: threat, response: { action: "ask" } });
  });
});

describe("what a response depends on", () => {
  const role = (resourceRole: string) => ({
    service: {
      resourceRole,
      action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4: "203.0.113.9" } } },
    },
  });

  it("an instance that attacks is isolated, one that is attacked has the attacker blocked", () => {
    const type = "UnauthorizedAccess:EC2/SSHBruteForce";
    expect(finding(type, role("ACTOR")).response.action).toBe("isolate_instance");
    expect(finding(type, role("TARGET")).response.action).toBe("add_firewall_rule");
    expect(finding(type, { service: { resourceRole: "TARGET" } }).response.action).toBe("ask");
  });

  it("findings fold by account, region, type and resource, not by their id", () => {
    const about = (instanceId: string, more: object = {}) =>
      finding("Trojan:EC2/DropPoint", {
        accountId: "123456789012",
        region: "eu-west-1",
        resource: { instanceDetails: { instanceId } },
        ...more,
      }).identity;
    expect(about("i-0123456789abcdef0", { id: "f-2" })).toBe(about("i-0123456789abcdef0"));
    expect(about("i-0123456789abcdef1")).not.toBe(about("i-0123456789abcdef0"));
    expect(about("i-0123456789abcdef0", { region: "eu-west-2" })).not.toBe(about("i-0123456789abcdef0"));
    expect(about("i-0123456789abcdef0", { title: "[SAMPLE] x" })).not.toBe(about("i-0123456789abcdef0"));
  });

  it("samples are never acted on", () => {
    expect(finding("CryptoCurrency:EC2/BitcoinTool.B", { title: "[SAMPLE] mining" })).toMatchObject({
      sample: true,
      class: "crypto_mining",
      response: { action: "none" },
    });
  });
});

describe("findings that Security Hub passes on", () => {
  const asff = {
    SchemaVersion: "2018-10-08",
    Id: "arn:aws:guardduty:us-east-1:123456789012:detector/6ab1/finding/0123456789abcdef0123456789abcdef",
    ProductArn: "arn:aws:securityhub:us-east-1::product/aws/guardduty",
    AwsAccountId: "123456789012",
    Types: ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
    UpdatedAt: "2026-11-02T09:14:35.000Z",
    Severity: { Product: 8, Label: "HIGH", Normalized: 70 },
    Title: "C&C",
    Resources: [{ Type: "AwsEc2Instance", Id: "arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0" }],
    ProductFields: { "aws/guardduty/service/resourceRole": "ACTOR" },
  };

  it("are GuardDuty's own, in either way they come", () => {
    const expected = {
      shape: "guardduty-finding",
      type: "Backdoor:EC2/C&CActivity.B!DNS",
      account: "123456789012",
      region: "us-east-1",
      severity: 8,
      instance: "i-0123456789abcdef0",
      response: { action: "isolate_instance" },
    };
    expect(classify(asff)).toMatchObject({ kind: "asff", ...expected });
    const event = {
      source: "aws.securityhub",
      "detail-type": "Security Hub Findings - Imported",
      id: "e",
      detail: { findings: [asff] },
    };
    expect(classify(event)).toMatchObject({
      kind: "eventbridge:aws.securityhub:Security Hub Findings - Imported",
      ...expected,
    });
  });

  it("a control that passes needs nothing, and the worst of several counts", () => {
    const control = (Status: string, Label: string) => ({
      ...asff,
      Id: `control-${Label}`,
      ProductArn: "arn:aws:securityhub:us-east-1::product/aws/securityhub",
      Types: ["Software and Configuration Checks"],
      Compliance: { Status },
      Severity: { Label },
      Resources: [{ Type: "AwsEc2SecurityGroup", Id: "sg-0123456789abcdef0" }],
    });
    expect(classify(control("PASSED", "HIGH")).response.action).toBe("none");
    const several = { findings: [control("PASSED", "CRITICAL"), control("FAILED", "HIGH"), control("FAILED", "LOW")] };
    expect(classify(several)).toMatchObject({ severity: 8, class: "exposure", response: { action: "ask" } });
  });
});
