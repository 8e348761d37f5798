import type { IntentType } from "@trias/intents";
import type { Intent } from "@trias/protocol";

/** What one clause means. */
export interface Reading {
  readonly type: IntentType;
  readonly parameters: Intent["parameters"];
  /** False where the rules had to guess. */
  readonly certain: boolean;
}

/** One reading for what several clauses say of the same thing: the later ones add what the first leaves out. */
export function merged(readings: readonly Reading[]): Reading[] {
  const out: Reading[] = [];
  for (const reading of readings) {
    const at = out.findIndex((other) => other.type === reading.type && agree(other, reading));
    const other = out[at];
    if (other === undefined) out.push(reading);
    else out[at] = { ...other, parameters: joined(other, reading), certain: other.certain && reading.certain };
  }
  // Looking into traffic with leave to block is one request; the block itself is then no second one.
  const investigates = out.some(({ type }) => type === "investigate_traffic");
  const conditional = out.some(
    ({ type, parameters }) => type === "investigate_traffic" && parameters["block_if_malicious"] === true,
  );
  return investigates && conditional
    ? out.filter(({ type, parameters }) => type !== "add_firewall_rule" || parameters["effect"] !== "block")
    : out;
}

function joined(first: Reading, second: Reading): Intent["parameters"] {
  const parameters = { ...second.parameters, ...first.parameters };
  const either = ["block_if_malicious", "test"].filter((name) => second.parameters[name] === true);
  return { ...parameters, ...Object.fromEntries(either.map((name) => [name, true])) };
}

/** Flags do not tell two requests apart, and what one leaves out the other may give. */
function agree(a: Reading, b: Reading): boolean {
  return Object.entries(a.parameters).every(([name, value]) => {
    const other = b.parameters[name];
    return other === undefined || typeof value === "boolean" || JSON.stringify(other) === JSON.stringify(value);
  });
}
