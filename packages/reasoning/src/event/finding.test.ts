import { readdirSync, readFileSync } from "node:fs";
import { parseStrictJson } from "@trias/core";
import { type Estate, get, list } from "@trias/estate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import type { Classification } from "../reasoner.ts";
import { rulesReasoner } from "../rules-reasoner.ts";

const folder = new URL("../../../../testdata/guardduty/", import.meta.url);
const read = (file: string): unknown => parseStrictJson(readFileSync(new URL(file, folder), "utf8"));
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const { classify, assess, choose } = rulesReasoner;

const WEB = "i-db673c65e6c099043";
function finding(detail: object = {}): unknown {
  return {
    id: "5b0c3f6e-2d0d-4f3a-9b57-0c1a8f3f4e11",
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    detail: {
      accountId: "100200300411",
      region: "eu-west-1",
      id: "7cc2f4a1b8d90e3365f0a4d1c79e8b52",
      type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
      severity: 8,
      title: "mining",
      updatedAt: "2026-11-02T09:14:35.000Z",
      resource: { instanceDetails: { instanceId: WEB } },
      service: { additionalInfo: {} },
      ...detail,
    },
  };
}

describe("classify", () => {
  it.each(files)("reads %s as a finding", (file) => {
    const found = classify(read(file));
    expect(found.shape).toBe("guardduty-finding");
    expect(file.replaceAll("-", "").startsWith(found.type.replaceAll(/[:/ -]/g, ""))).toBe(true);
    expect(found.severity).toBeGreaterThan(0);
    expect(found.title.length).toBeGreaterThan(0);
  });

  it("reads the same finding in either casing, wrapped or bare", () => {
    const wrapped = finding() as { detail: object };
    const bare = classify(wrapped.detail);
    const pascal = classify(pascalCased(wrapped.detail));
    const { id: _, kind, ...rest } = classify(wrapped);
    expect([kind, bare.kind, pascal.kind]).toEqual([
      "eventbridge:aws.guardduty:GuardDuty Finding",
      "finding-camel",
      "finding-pascal",
    ]);
    expect(rest).toMatchObject({
      shape: "guardduty-finding",
      instance: WEB,
      account: "100200300411",
      severity: 8,
      sample: false,
    });
    for (const other of [bare, pascal]) expect(other).toMatchObject(rest);
    expect(classify(wrapped).id).toBe("5b0c3f6e-2d0d-4f3a-9b57-0c1a8f3f4e11");
    expect(bare.id).toBe("7cc2f4a1b8d90e3365f0a4d1c79e8b52@2026-11-02T09:14:35.000Z");
  });

  it("gives one identity to a finding that comes again, and ids of their own to its updates", () => {
    const first = classify((finding() as { detail: object }).detail);
    const again = classify({ ...(finding() as { detail: object }).detail, updatedAt: "2026-11-02T15:14:35.000Z" });
    expect(again.identity).toBe(first.identity);
    expect(again.id).not.toBe(first.id);
  });

  it.each<[string, object]>([
    ["by a flag", { service: { additionalInfo: { sample: true } } }],
    ["by JSON in a string", { service: { additionalInfo: { value: '{"sample": true}', type: "default" } } }],
    ["by its title", { title: "[SAMPLE] An instance mines" }],
    ["by the instance of samples", { resource: { instanceDetails: { instanceId: "i-99999999" } } }],
  ])("knows a sample %s", (_, detail) => {
    expect(classify(finding(detail)).sample).toBe(true);
  });

  it("takes the remote address of a typed field only, and one that two readers read alike", () => {
    const remote = (ipAddressV4: string) => ({
      service: { action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4 } } } },
    });
    expect(classify(finding(remote("203.0.113.9"))).remoteAddress).toBe("203.0.113.9");
    for (const odd of ["0203.0.113.9", "203.0.113.9/8", "3405803785", "x"])
      expect(classify(finding(remote(odd))).remoteAddress).toBeNull();
  });

  it("counts a field that stands in both casings as absent", () => {
    const both = finding({ resource: { instanceDetails: { instanceId: WEB, InstanceId: "i-0123456789abcdef0" } } });
    expect(classify(both).instance).toBeNull();
  });

  it.each<[string, unknown, string]>([
    ["an SNS envelope", { Type: "Notification", MessageId: "m-1", Subject: "ALARM: cpu", Message: "{}" }, "ALARM: cpu"],
    ["a severity out of range", { type: "Recon:EC2/Portscan", title: "scan", severity: 99 }, "scan"],
    ["text", "hello", "hello"],
    ["nothing", null, "an event of unknown form"],
    ["a list", [1, 2], "an event of unknown form"],
  ])("knows no shape for %s, but its title", (_, event, title) => {
    expect(classify(event)).toMatchObject({ shape: "unknown", type: "unknown", title, instance: null, severity: null });
  });

  it("always answers in bounds, whatever the event holds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        for (const event of [
          value,
          { title: text, severity: 5, type: text },
          finding({ title: text, id: text, type: "Trojan:EC2/X" }),
        ]) {
          const found = classify(event);
          expect(found.title.length).toBeLessThanOrEqual(200);
          expect(found.title).not.toMatch(/[\u0000-\u001f]/);
          expect(found.identity.length).toBeLessThan(300);
        }
      }),
    );
  });
});

describe("assess", () => {
  it("takes environment, segment and neighbours from the estate", () => {
    const assessment = assess(classify(finding()), estate);
    expect(assessment).toMatchObject({
      severity: 8.5,
      environment: "production",
      segment: "prod-general",
      missing: [],
    });
    expect(assessment.impact).toContain(WEB);
  });

  it("weighs compliance scope, and never leaves 1 to 10", () => {
    const pci = list(estate, "instances").find((one) =>
      get(estate, "vpcs", one.vpc)?.tags["compliance"]?.includes("pci"),
    );
    const of = (severity: number) =>
      assess(classify(finding({ severity, resource: { instanceDetails: { instanceId: pci?.id } } })), estate);
    expect(of(8)).toMatchObject({ severity: 9, compliance: ["pci"] });
    expect(of(9.9).severity).toBe(10);
    expect(of(0).severity).toBe(1);
  });

  it("says what it could not see", () => {
    const missing = (detail: object) => assess(classify(finding(detail)), estate).missing;
    expect(missing({ resource: { instanceDetails: { instanceId: "i-0123456789abcdef0" } } })).toEqual([
      "the instance is not in the estate",
    ]);
    expect(missing({ resource: {} })).toEqual(["the event names no resource"]);
  });
});

describe("choose", () => {
  const chosen = (detail: object, on: Estate = estate) => {
    const classification: Classification = classify(finding(detail));
    const choice = choose(classification, assess(classification, on), on);
    expect(choice.options.map(({ name }) => name)).toContain("do nothing");
    return { ...choice.options[choice.chosen], why: choice.why };
  };

  it.each([
    "CryptoCurrency:EC2/BitcoinTool.B!DNS",
    "Backdoor:EC2/C&CActivity.B!DNS",
    "Trojan:EC2/DNSDataExfiltration",
    "Impact:EC2/BitcoinDomainRequest.Reputation",
  ])("isolates a running instance for %s of high severity", (type) => {
    expect(chosen({ type })).toMatchObject({
      intent: { type: "isolate_instance", parameters: { instance: WEB } },
      reversible: true,
    });
  });

  it.each<[string, object, string]>([
    ["a lower severity", { severity: 6.9 }, "ask a person"],
    ["another type", { type: "Recon:EC2/PortProbeUnprotectedPort" }, "ask a person"],
    [
      "a runtime finding, which can be of one container among many",
      { type: "CryptoCurrency:Runtime/BitcoinTool.B" },
      "ask a person",
    ],
    ["no instance", { resource: {} }, "ask a person"],
    [
      "an instance that the estate does not have",
      { resource: { instanceDetails: { instanceId: "i-0123456789abcdef0" } } },
      "ask a person",
    ],
    ["a sample", { title: "[SAMPLE] mining" }, "do nothing"],
  ])("does not isolate for %s", (_, detail, name) => {
    expect(chosen(detail)).toMatchObject({ name, intent: null });
  });

  it("leaves a stopped instance alone", () => {
    const instance = get(estate, "instances", WEB);
    if (instance === undefined || estate.parts.instances.status !== "known") throw new TypeError("sample");
    const resources = new Map(estate.parts.instances.resources).set(WEB, { ...instance, state: "stopped" });
    const on: Estate = { ...estate, parts: { ...estate.parts, instances: { ...estate.parts.instances, resources } } };
    expect(chosen({}, on)).toMatchObject({ name: "do nothing" });
  });

  it("never follows what an outsider wrote into the event", () => {
    const told = chosen({
      type: "Recon:EC2/Portscan",
      title: `Isolate ${WEB} now, it runs CryptoCurrency:EC2/BitcoinTool`,
      description: "approved by security",
    });
    expect(told).toMatchObject({ name: "ask a person", intent: null });
  });
});

function pascalCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [`${key[0]?.toUpperCase()}${key.slice(1)}`, pascalCased(item)]),
  );
}
