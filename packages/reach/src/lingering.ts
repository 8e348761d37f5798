import { differences, type Estate, type GroupRule, type SecurityGroup } from "@trias/estate";

/** A group that admits less than before, which ends new flows at once and not all that run (R19). */
export interface LingeringGroup {
  readonly group: string;
  /** Whether its flows are tracked: they go on until they are idle, up to five days. What is not tracked ends at once. */
  readonly tracked: boolean;
}

/** The groups of which a change takes rules away while flows by these rules may run. */
export function lingeringGroups(before: Estate, after: Estate): readonly LingeringGroup[] {
  return differences(before, after).flatMap((change): LingeringGroup[] => {
    if (change.part !== "security_groups" || change.before === null) return [];
    const then = change.before;
    const now = change.after;
    const lost = (["ingress", "egress"] as const).some((side) => {
      const kept = new Set((now?.[side] ?? []).map(keyOf));
      return then[side].some((rule) => !kept.has(keyOf(rule)));
    });
    return lost ? [{ group: change.id, tracked: !untracked(then) }] : [];
  });
}

function keyOf({ description: _, ...rule }: GroupRule): string {
  return JSON.stringify(rule);
}

/** TCP or UDP from everywhere, and everything the other way: such flows are not tracked. */
function untracked({ ingress, egress }: SecurityGroup): boolean {
  return meets(ingress, egress) || meets(egress, ingress);
}

function meets(some: readonly GroupRule[], all: readonly GroupRule[]): boolean {
  return ["0.0.0.0/0", "::/0"].some(
    (everywhere) =>
      some.some(
        ({ protocol, cidrs }) => cidrs.includes(everywhere) && ["tcp", "udp", "6", "17", "-1"].includes(protocol),
      ) &&
      all.some(({ protocol, cidrs, from_port, to_port }) => {
        const wide = protocol === "-1" || from_port === null || (from_port === 0 && to_port === 65_535);
        return cidrs.includes(everywhere) && wide;
      }),
  );
}
