import { type Estate, get, isKnown, list, PART_NAMES } from "@trias/estate";
import { z } from "zod";
import type { ReadTool } from "./adviser.ts";
import { visible } from "./quote.ts";

/** Whether a packet gets from one place to another, in one line; given from outside, since this package doesn't know how. */
export type AskReach = (from: string, to: string, port: number) => string;

const LONGEST_ANSWER = 4000;
const id = z.string().min(1).max(200);
const lookUpInput = z.strictObject({ id });
const reachInput = z.strictObject({ from: id, to: id, port: z.int().min(1).max(65_535) });

/** What a model may look up in a network. INVARIANT (I4): every tool is a function of the estate and changes nothing. */
export function readTools(estate: Estate, reach: AskReach): readonly ReadTool[] {
  return [
    {
      name: "look_up",
      description: "One resource of the network by its id, or by the address of one of its interfaces.",
      input: lookUpInput,
      run: (input) => lookUp(estate, lookUpInput.parse(input).id),
    },
    {
      name: "reach",
      description: "Whether a TCP packet gets from one instance, interface or address to another, and what stops it.",
      input: reachInput,
      run: (input) => {
        const { from, to, port } = reachInput.parse(input);
        return visible(reach(from, to, port), LONGEST_ANSWER);
      },
    },
  ];
}

function lookUp(estate: Estate, wanted: string): string {
  for (const part of PART_NAMES) {
    if (!isKnown(estate, part)) continue;
    const found = get(estate, part, wanted) ?? (part === "interfaces" ? byAddress(estate, wanted) : undefined);
    if (found !== undefined) return visible(JSON.stringify({ part, resource: found }), LONGEST_ANSWER);
  }
  const unseen = PART_NAMES.filter((part) => !isKnown(estate, part));
  const rest = unseen.length === 0 ? "" : `; these parts are not known: ${unseen.join(", ")}`;
  return visible(`the estate has no \`${wanted}\`${rest}`, LONGEST_ANSWER);
}

function byAddress(estate: Estate, address: string) {
  return list(estate, "interfaces").find(
    ({ private_ip, public_ip, secondary = [], ipv6 = [] }) =>
      private_ip === address ||
      public_ip === address ||
      ipv6.includes(address) ||
      secondary.some((one) => one.private_ip === address || one.public_ip === address),
  );
}
