import { expect, test } from "vitest";
import { ANY, estateOf, group, rule } from "./__fixtures__/small-estate.ts";
import { lingeringGroups } from "./lingering.ts";

const of = (...groups: Parameters<typeof group>[]) =>
  estateOf({ security_groups: groups.map((each) => group(...each)) });
const web = rule("tcp", [443, 443], ["0.0.0.0/0"]);
const inside = rule("tcp", [443, 443], ["10.0.0.0/8"]);

test("R19: a group that admits less leaves flows that run, unless they are not tracked", () => {
  expect(lingeringGroups(of(["sg-1", [inside]]), of(["sg-1", []]))).toEqual([{ group: "sg-1", tracked: true }]);
  expect(lingeringGroups(of(["sg-1", [web]]), of(["sg-1", []]))).toEqual([{ group: "sg-1", tracked: false }]);
  expect(lingeringGroups(of(["sg-1", [web], [inside]]), of(["sg-1", []]))).toEqual([{ group: "sg-1", tracked: true }]);
  expect(lingeringGroups(of(["sg-1", [inside]]), of(["sg-1", [inside, ANY]]))).toEqual([]);
  expect(lingeringGroups(of(["sg-1", [inside]]), of())).toEqual([{ group: "sg-1", tracked: true }]);
});
