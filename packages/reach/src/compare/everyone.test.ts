import { list } from "@trias/estate";
import { expect, test } from "vitest";
import { estate } from "../__fixtures__/company-wan.ts";
import { reach } from "../trace.ts";
import { reachedFrom, whoReaches } from "./everyone.ts";

const packet = { protocol: "tcp", port: 5432 };

test("who reaches a database is whoever an answer for each one finds", () => {
  const database = "orders-us";
  const found = whoReaches(estate, database, packet);
  const interfaces = list(estate, "interfaces").filter(
    ({ id }) => reach(estate, id, database, packet).verdict !== "blocked",
  );
  const counted = found.filter(({ place }) => place.startsWith("eni-")).reduce((sum, { alike }) => sum + alike, 0);
  expect(counted).toBe(interfaces.length);
  expect(counted).toBeGreaterThan(0);
  expect(found.map(({ place }) => place)).not.toContain("internet");
});

test("what the internet reaches is what is exposed", () => {
  const exposed = reachedFrom(estate, "internet", { protocol: "tcp", port: 443 });
  const balancers = list(estate, "load_balancers").filter(({ scheme }) => scheme === "internet-facing");
  expect(exposed.map(({ place }) => place).sort()).toEqual(balancers.map(({ id }) => id).sort());
});
