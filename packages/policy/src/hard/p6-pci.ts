import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p6: HardPolicy = {
  id: "P6",
  title: "PCI workloads have encryption, logging, firewall inspection and isolation",
  rules: ["P6", "P6.unknown"],
  evaluate(facts) {
    return [
      ...unknownsOf("P6", facts),
      ...facts.pci_lacks.map(({ part, id, lacks, why }) => ({
        rule: "P6",
        policy: "P6",
        level: "block" as const,
        message: `\`${id}\` is in PCI scope and would be without ${lacks}: ${why}`,
        subject: `${part} ${id}`,
      })),
    ];
  },
};
