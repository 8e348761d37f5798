import type { Destination } from "../reach/destination.ts";
import type { ReachAnswer } from "../reach/answer.ts";
import { type RoundTrip, reachCoreNetwork, roundTripCoreNetwork } from "../reach/reach.ts";
import type { CoreNetworkSimulation } from "../simulate.ts";
import { routeText } from "./golden.ts";
import { vpc } from "./small-policy.ts";

export const INTERNET: Destination = { kind: "internet" };

export function to(attachment: string, prefix?: string): Destination {
  return { kind: "attachment", attachment, ...(prefix === undefined ? {} : { prefix }) };
}

export function there(
  simulation: CoreNetworkSimulation,
  from: string,
  destination: Destination,
  family: 4 | 6 = 4,
): ReachAnswer {
  return reachCoreNetwork(simulation, { from: { attachment: from }, to: destination, family });
}

export function andBack(
  simulation: CoreNetworkSimulation,
  from: string,
  destination: Destination,
  family: 4 | 6 = 4,
): RoundTrip {
  return roundTripCoreNetwork(simulation, { from: { attachment: from }, to: destination, family });
}

export function routes(simulation: CoreNetworkSimulation, segment: string, edge: string): string[] {
  return simulation.tables.show({ kind: "segment", segment, edge }).routes.map(routeText);
}

export const A_EU = vpc("a-eu", "eu-west-1", "a", "10.1.0.0/16");
export const A_US = vpc("a-us", "us-east-1", "a", "10.2.0.0/16");
export const B_EU = vpc("b-eu", "eu-west-1", "b", "10.3.0.0/16");
export const C_EU = vpc("c-eu", "eu-west-1", "c", "10.4.0.0/16");
