import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p2: HardPolicy = {
  id: "P2",
  title: "Deletion needs the requester's explicit confirmation naming what is deleted",
  rules: ["P2", "P2.unknown"],
  evaluate(facts) {
    const unconfirmed = facts.deletions.filter(({ confirmed }) => !confirmed);
    return [
      ...unknownsOf("P2", facts),
      ...unconfirmed.map(({ part, id }) => ({
        rule: "P2",
        policy: "P2",
        level: "escalate" as const,
        message: `\`${id}\` would be deleted: the requester has to confirm it by name`,
        subject: `${part} ${id}`,
        confirmation: id,
      })),
    ];
  },
};
