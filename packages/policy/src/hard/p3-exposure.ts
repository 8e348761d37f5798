import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p3: HardPolicy = {
  id: "P3",
  title: "Nothing in production becomes reachable from the internet, save a declared public entry",
  rules: ["P3", "P3.unknown"],
  evaluate(facts) {
    const forbidden = facts.exposures.filter(
      ({ environment, declared }) => environment !== "non-production" && !declared,
    );
    return [
      ...unknownsOf("P3", facts),
      ...forbidden.map(({ place, ports, environment }) => ({
        rule: "P3",
        policy: "P3",
        level: "block" as const,
        message: `\`${place}\` (${environment === "unknown" ? "environment unknown, so taken as production" : environment}) would become reachable from the internet on ports ${ports}, and the charter declares no public entry there`,
        subject: `internet to ${place} ports ${ports}`,
      })),
    ];
  },
};
