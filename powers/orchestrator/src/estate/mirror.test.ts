import { signerFromSeed, toBase64 } from "@trias/core";
import { applyChanges, type Estate, list, toWire } from "@trias/estate";
import { type Envelope, PAYLOAD_TYPES, signStatement } from "@trias/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { signer } from "../__fixtures__/feed-item.ts";
import { clock, quietLog, until } from "../__fixtures__/surroundings.ts";
import { EstateMirror } from "./mirror.ts";

const group = list(estate, "scaling_groups")[0];
if (group === undefined) throw new TypeError("the sample has scaling groups");
const snapshot = signStatement(PAYLOAD_TYPES.estate, toWire(estate), signer);
const time = "2026-11-02T09:00:00.000Z";

function delta(base: number, serial: number, desired: number, from = signer): Envelope {
  const changed = [{ part: "scaling_groups", id: group?.id, resource: { ...group, desired } }];
  const statement = {
    schema: "trias.estate-delta/1",
    lineage: estate.lineage,
    base_serial: base,
    serial,
    time,
    changed,
  };
  return signStatement(PAYLOAD_TYPES.delta, statement, from);
}

const mirrors: EstateMirror[] = [];
afterEach(() => {
  for (const mirror of mirrors.splice(0)) mirror.stop();
});

/** A mirror of a collector that answers as the test says; a long poll without news waits a little. */
function mirrorOf(answer: (after: number) => readonly Envelope[]): EstateMirror {
  const collector = {
    async estate(after: number, wait: number): Promise<readonly Envelope[]> {
      const envelopes = answer(after);
      if (envelopes.length === 0 && wait > 0) await clock.sleep(10);
      return envelopes;
    },
  };
  const mirror = new EstateMirror({ collector, pin: signer.publicKey, clock, log: quietLog() });
  mirrors.push(mirror);
  mirror.start();
  return mirror;
}

const sizeIn = (on: Estate | null) => on && list(on, "scaling_groups").find(({ id }) => id === group.id)?.desired;

describe("the mirror of the estate", () => {
  it("takes the snapshot and follows the deltas", async () => {
    let serial = estate.serial;
    const mirror = mirrorOf((after) =>
      after === 0 ? [snapshot] : after < serial ? [delta(after, after + 1, 40 + after)] : [],
    );
    expect((await mirror.known()).serial).toBe(estate.serial);
    serial += 2;
    await until(() => mirror.current?.serial === serial);
    expect(sizeIn(mirror.current)).toBe(40 + serial - 1);
  });

  it("asks at once when it has to be fresh", async () => {
    let news: readonly Envelope[] = [];
    const mirror = mirrorOf((after) => (after === 0 ? [snapshot] : after === estate.serial ? news : []));
    await mirror.known();
    news = [delta(estate.serial, estate.serial + 1, 77)];
    expect(sizeIn(await mirror.fresh())).toBe(77);
  });

  it("drops what somebody else signed", async () => {
    const stranger = signerFromSeed(toBase64(new Uint8Array(32).fill(8)));
    const forged = delta(estate.serial, estate.serial + 1, 1, stranger);
    let asked = 0;
    const mirror = mirrorOf((after) => {
      asked += 1;
      return after === 0 ? [snapshot] : [forged];
    });
    await mirror.known();
    await mirror.fresh();
    expect(asked).toBeGreaterThan(1);
    expect(sizeIn(mirror.current)).toBe(group.desired);
  });

  it("leaves aside what it has already, as two pulls at once may bring it", async () => {
    const mirror = mirrorOf((after) =>
      after === 0
        ? [snapshot]
        : [snapshot, delta(estate.serial - 1, estate.serial, 1), delta(estate.serial, estate.serial + 1, 5)].slice(
            0,
            after > estate.serial ? 0 : 3,
          ),
    );
    await until(() => mirror.current?.serial === estate.serial + 1);
    expect(sizeIn(mirror.current)).toBe(5);
  });

  it("takes the whole estate again where deltas leave a gap, and another life of the cloud", async () => {
    const later = applyChanges(
      estate,
      [{ part: "scaling_groups", id: group.id, before: group, after: { ...group, desired: 9 } }],
      { serial: 90, time },
    );
    let gap = true;
    const mirror = mirrorOf((after) => {
      if (after === 0)
        return [
          gap ? snapshot : signStatement(PAYLOAD_TYPES.estate, { ...toWire(later), lineage: "f".repeat(32) }, signer),
        ];
      if (!gap) return [];
      gap = false;
      return [delta(50, 51, 1)];
    });
    await until(() => mirror.current?.serial === 90);
    expect(sizeIn(mirror.current)).toBe(9);
    expect(mirror.current?.lineage).toBe("f".repeat(32));
  });
});
