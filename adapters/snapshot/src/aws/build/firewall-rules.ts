import { tryParseCidr } from "@trias/estate";
import type { StatefulRule, StatelessRule } from "../calls/firewall.ts";

/** A stateful rule in AWS's own form as the Suricata rule that it is turned into. */
export function statefulText({ Action, Header: header, RuleOptions }: StatefulRule): string {
  const arrow = header.Direction.toUpperCase() === "ANY" ? "<>" : "->";
  const options = (RuleOptions ?? []).map(({ Keyword, Settings }) =>
    Settings && Settings.length > 0 ? `${Keyword}:${Settings.join(",")};` : `${Keyword};`,
  );
  const words = [
    Action.toLowerCase(),
    header.Protocol.toLowerCase(),
    anyOr(header.Source),
    anyOr(header.SourcePort),
    arrow,
    anyOr(header.Destination),
    anyOr(header.DestinationPort),
  ];
  return `${words.join(" ")} (${options.join(" ")})`;
}

function anyOr(text: string): string {
  return text.toUpperCase() === "ANY" ? "any" : text;
}

/** A stateless rule of the estate; any address is an empty list, or a block of length 0 as AWS writes it. */
export function statelessRule({ Priority, RuleDefinition: { Actions, MatchAttributes: match } }: StatelessRule) {
  const flags = match.TCPFlags ?? [];
  return {
    priority: Priority,
    actions: Actions,
    sources: (match.Sources ?? []).map(({ AddressDefinition }) => blockOf(AddressDefinition)),
    destinations: (match.Destinations ?? []).map(({ AddressDefinition }) => blockOf(AddressDefinition)),
    source_ports: (match.SourcePorts ?? []).map(({ FromPort, ToPort }) => ({ from: FromPort, to: ToPort })),
    destination_ports: (match.DestinationPorts ?? []).map(({ FromPort, ToPort }) => ({ from: FromPort, to: ToPort })),
    protocols: match.Protocols ?? [],
    ...(flags.length > 0 ? { tcp_flags: flags.map(({ Flags, Masks }) => ({ flags: Flags, masks: Masks ?? [] })) } : {}),
  };
}

/** A bare address stands for itself. */
function blockOf(text: string): string {
  return text.includes("/") || tryParseCidr(text) === null ? text : `${text}/${text.includes(":") ? 128 : 32}`;
}
