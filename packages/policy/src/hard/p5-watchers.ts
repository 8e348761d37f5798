import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p5: HardPolicy = {
  id: "P5",
  title:
    "The auditor, the logs and their stores can't be weakened, and no plan touches Trias's own roles, keys or policies",
  rules: ["P5", "P5.unknown"],
  evaluate(facts) {
    return [
      ...unknownsOf("P5", facts),
      ...facts.tampering.map(({ part, id, what }) => ({
        rule: "P5",
        policy: "P5",
        level: "block" as const,
        message: `${what}: what watches the network, and Trias itself, can't be weakened`,
        subject: `${part} ${id}`,
      })),
    ];
  },
};
