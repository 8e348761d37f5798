import { expect, test } from "vitest";
import { optionsFromEnvironment } from "./environment.ts";

test("the administrator's login is taken out of the environment as it is read", () => {
  const environment = { TRIAS_PG_URL: "postgresql://admin:secret@db/postgres", HOME: "/home/x" };
  expect(optionsFromEnvironment(environment).pgUrl).toBe("postgresql://admin:secret@db/postgres");
  expect(environment).toEqual({ HOME: "/home/x" });
});

test("a first user id that is none is refused", () => {
  for (const text of ["0", "-5", "many"]) {
    expect(() => optionsFromEnvironment({ TRIAS_UID_BASE: text })).toThrow("is no first user id");
  }
});
