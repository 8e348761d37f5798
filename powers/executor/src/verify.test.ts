import { digestValue, signerFromSeed, toBase64, utf8 } from "@trias/core";
import { list } from "@trias/estate";
import { buildIsolateInstance } from "@trias/plan";
import { type Envelope, PAYLOAD_TYPES, signBytes, signStatement } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { companyWan, FakeAuditor, ORIGIN, propose, type WarrantChanges, warrantFor } from "./__fixtures__/world.ts";
import { checkWindow, type Trust, verifyWarrant } from "./verify.ts";

const now = Date.parse("2026-11-24T12:00:00.000Z");
const instance = list(companyWan, "instances")[0]?.id ?? "";
const steps = buildIsolateInstance(companyWan, instance, "mining").steps;
const proposal = propose(steps);
const auditor = new FakeAuditor();
const me = "executor-key";
const trust: Trust = {
  warrantKey: auditor.warrantSigner.publicKey,
  log: { name: ORIGIN, publicKey: auditor.logSigner.publicKey },
  executorKey: me,
};

function warrant(changes: WarrantChanges = {}, by = auditor): Envelope {
  return warrantFor(by, me, companyWan, proposal, now, changes);
}

const permit = verifyWarrant(warrant(), proposal.bytes, trust).permit;

test("a good warrant verifies, with the plan that it is for", () => {
  const { plan, checkpoint } = verifyWarrant(warrant(), proposal.bytes, trust);
  expect(plan).toEqual(proposal.plan);
  expect(checkpoint.size).toBe(auditor.tree.size);
});

describe("a warrant is refused", () => {
  test("that another key signed", () => {
    expect(() => verifyWarrant(warrant({}, new FakeAuditor()), proposal.bytes, trust)).toThrow("no signature");
  });

  test("whose bytes were changed after they were signed", () => {
    const good = warrant();
    const text = Buffer.from(good.payload, "base64").toString().replace(me, "executor-kez");
    const changed = { ...good, payload: toBase64(utf8(text)) };
    expect(() => verifyWarrant(changed, proposal.bytes, trust)).toThrow("no signature");
  });

  test("that is signed as another kind of statement", () => {
    const bytes = Buffer.from(warrant().payload, "base64");
    const report = signBytes(PAYLOAD_TYPES.report, bytes, auditor.warrantSigner);
    expect(() => verifyWarrant(report, proposal.bytes, trust)).toThrow("the envelope holds");
  });

  test("with a key twice", () => {
    const text = Buffer.from(warrant().payload, "base64").toString();
    const twice = text.replace('"version":1', '"version":1,"version":1');
    const signed = signBytes(PAYLOAD_TYPES.warrant, utf8(twice), auditor.warrantSigner);
    expect(() => verifyWarrant(signed, proposal.bytes, trust)).toThrow("occurs twice");
  });

  test("with a field that nobody knows", () => {
    const signed = signStatement(PAYLOAD_TYPES.warrant, { ...JSON.parse(text()), more: 1 }, auditor.warrantSigner);
    expect(() => verifyWarrant(signed, proposal.bytes, trust)).toThrow("expected form");
    function text() {
      return Buffer.from(warrant().payload, "base64").toString();
    }
  });

  test("for other plan bytes, though they say the same", () => {
    const spaced = utf8(` ${Buffer.from(proposal.bytes).toString()}`);
    expect(() => verifyWarrant(warrant(), spaced, trust)).toThrow("another plan");
  });

  const other = digestValue("other");
  test.each<[string, WarrantChanges, string]>([
    ["for another executor", { predicate: { executor_key: "another" } }, "another executor"],
    [
      "whose subject is another plan",
      { statement: { subject: [{ name: "plan", digest: { sha256: "0".repeat(64) } }] } },
      "subject",
    ],
    ["of a plan that was read otherwise", { predicate: { parsed_digest: other } }, "read another plan"],
    ["of another case", { predicate: { case: "C-01JD7Q8C2M4Y" } }, "another case"],
    ["that leaves a step out", { predicate: { steps: permit.steps.slice(1) } }, "other steps"],
    ["that has a step more", { predicate: { steps: [...permit.steps, { id: "s9", digest: other }] } }, "other steps"],
    [
      "that names another step",
      { predicate: { steps: permit.steps.map((step) => ({ ...step, digest: other })) } },
      "other steps",
    ],
    ["whose ledger entry is no verdict", { entry: { type: "plan" } }, "no verdict on this plan"],
    ["whose verdict is on another plan", { entry: { body: { plan_digest: other } } }, "no verdict on this plan"],
    ["whose verdict is on another case", { entry: { case: "C-01JD7Q8C2M4Y" } }, "no verdict on this plan"],
  ])("%s", (_, changes, message) => {
    expect(() => verifyWarrant(warrant(changes), proposal.bytes, trust)).toThrow(message);
  });

  test("whose verdict does not stand in the log", () => {
    const { verdict } = verifyWarrant(warrant(), proposal.bytes, trust).permit;
    const elsewhere = { ...verdict, proof: { ...verdict.proof, index: verdict.proof.index - 1 } };
    expect(() => verifyWarrant(warrant({ predicate: { verdict: elsewhere } }), proposal.bytes, trust)).toThrow(
      "does not stand in the ledger",
    );
  });

  test("whose verdict is not the entry that it names", () => {
    const { verdict } = verifyWarrant(warrant(), proposal.bytes, trust).permit;
    const swapped = { ...verdict, digest: other };
    expect(() => verifyWarrant(warrant({ predicate: { verdict: swapped } }), proposal.bytes, trust)).toThrow(
      "another one",
    );
  });

  test("whose checkpoint another log signed, or the log of another origin", () => {
    const { verdict } = verifyWarrant(warrant(), proposal.bytes, trust).permit;
    const stranger = {
      ...trust,
      log: { name: ORIGIN, publicKey: signerFromSeed(toBase64(new Uint8Array(32))).publicKey },
    };
    expect(() => verifyWarrant(warrant({ predicate: { verdict } }), proposal.bytes, stranger)).toThrow();
    const elsewhere = { ...trust, log: { ...trust.log, name: "trias.example/audit/2025" } };
    expect(() => verifyWarrant(warrant(), proposal.bytes, elsewhere)).toThrow();
  });
});

describe("a warrant holds", () => {
  const at = (from: number, until: number, deadline: number) => ({
    ...permit,
    not_before: new Date(now + from).toISOString(),
    expires: new Date(now + until).toISOString(),
    deadline: new Date(now + deadline).toISOString(),
  });
  const minute = 60_000;

  test.each([
    ["from 30 s before its time, for clocks differ", at(29_000, minute, minute)],
    ["until 30 s after", at(-minute, -29_000, minute)],
    ["for 5 minutes", at(0, 5 * minute, 5 * minute)],
  ])("%s", (_, window) => {
    expect(() => checkWindow(window, now)).not.toThrow();
  });

  test.each([
    ["not yet", at(31_000, minute, minute), "does not hold yet"],
    ["no longer", at(-minute, -31_000, minute), "expired"],
    ["never longer than 5 minutes", at(0, 5 * minute + 1, 6 * minute), "longer than 5 minutes"],
    ["never backwards", at(minute, 0, minute), "ends before it begins"],
    ["never past a deadline of a day", at(0, minute, 25 * 60 * minute), "deadline"],
    ["never with a deadline before its expiry", at(0, minute, 30_000), "deadline"],
  ])("%s", (_, window, message) => {
    expect(() => checkWindow(window, now)).toThrow(message);
  });
});
