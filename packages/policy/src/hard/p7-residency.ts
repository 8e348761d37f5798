import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p7: HardPolicy = {
  id: "P7",
  title: "Data with EU residency stays in EU regions",
  rules: ["P7", "P7.unknown"],
  evaluate(facts) {
    return [
      ...unknownsOf("P7", facts),
      ...facts.residency_violations.map(({ part, id, region, why }) => ({
        rule: "P7",
        policy: "P7",
        level: "block" as const,
        message: `\`${id}\` has EU residency and would reach \`${region}\`: ${why}`,
        subject: `${part} ${id}`,
      })),
    ];
  },
};
