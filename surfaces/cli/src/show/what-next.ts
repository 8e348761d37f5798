import pc from "picocolors";
import { START } from "../command.ts";

/** What somebody who sees this for the first time can type. */
export function whatNext(): string[] {
  const lines: readonly (readonly [string, string])[] = [
    [
      'request "Add a new microsegment for machine learning workloads with GPU instances"',
      "a change, from words to proof",
    ],
    ["event examples/events/guardduty-crypto-mining.json --source guardduty", "an incident, contained by itself"],
    ["inbox --as network-architect", "what waits for a person"],
    ["case list", "what happened"],
    ["ledger verify", "prove it yourself"],
    ["status", "who is up"],
    ["down", "stop everything"],
  ];
  return [
    "Try, in another terminal:",
    ...lines.map(([command, why]) => `  ${pc.bold(`${START} ${command}`)}\n      ${pc.dim(why)}`),
  ];
}
