import type { GroupRule, SecurityGroup } from "@trias/estate";
import { Bounds } from "./bounds.ts";
import { type Services, servicesOf } from "./services.ts";
import { type Span, spansOf } from "./spans.ts";

export type Direction = "ingress" | "egress";

/** What one rule of a group admits: packets from or to a span. */
export interface Admission {
  readonly span: Span;
  readonly services: Services;
  /** False where it can't be said for sure, as for the addresses of a load balancer. */
  readonly certain: boolean;
  /** The rule in words. */
  readonly rule: string;
}

/** The words are put together where somebody reads them: of all rules that are looked at, one decides. */
export class RuleAdmission implements Admission {
  readonly span: Span;
  readonly services: Services;
  readonly certain: boolean;
  private readonly group: string;
  private readonly of: GroupRule;
  private readonly peer: string;

  constructor(group: string, of: GroupRule, span: Span, peer: string, certain: boolean) {
    this.span = span;
    this.services = servicesOf(of.protocol, of.from_port, of.to_port);
    this.certain = certain;
    this.group = group;
    this.of = of;
    this.peer = peer;
  }

  get rule(): string {
    const ports = this.of.from_port === null ? "" : ` ${portsText(this.of)}`;
    const protocol = this.of.protocol === "-1" ? "any" : this.of.protocol;
    return `\`${this.group}\` admits ${protocol}${ports} for ${this.peer}`;
  }
}

function portsText({ protocol, from_port, to_port }: GroupRule): string {
  if (/icmp|^1$|^58$/.test(protocol)) return `${from_port}/${to_port ?? "any"}`;
  return to_port === from_port ? `${from_port}` : `${from_port}-${to_port ?? 65_535}`;
}

/** The rules of a group in one direction, in the form that questions read. */
export interface CompiledRules {
  /** What rules that name addresses admit: it depends on the group alone. */
  readonly fixed: readonly Admission[];
  readonly bounds: Bounds;
  /** Rules that name groups or lists. */
  readonly named: readonly GroupRule[];
}

const compiled = new WeakMap<SecurityGroup, Readonly<Record<Direction, CompiledRules>>>();

export function compileGroup(group: SecurityGroup): Readonly<Record<Direction, CompiledRules>> {
  const cached = compiled.get(group);
  if (cached) return cached;
  const value = { ingress: compileRules(group.id, group.ingress), egress: compileRules(group.id, group.egress) };
  compiled.set(group, value);
  return value;
}

function compileRules(group: string, rules: readonly GroupRule[]): CompiledRules {
  const fixed = rules.flatMap((rule) =>
    spansOf(rule.cidrs).map((block) => new RuleAdmission(group, rule, block, block.text, true)),
  );
  return {
    fixed,
    bounds: new Bounds(fixed.map(({ span }) => span)),
    named: rules.filter(({ groups, prefix_lists }) => groups.length + prefix_lists.length > 0),
  };
}
