import type { Instance, References, ResolveOptions } from "./references.ts";
import { AFTER_APPLY, COMPUTED } from "./resource.ts";

/** Attributes that hold several ids: one reference makes a list of one. */
const LISTS =
  /^(?:subnet_ids|subnets|security_groups|vpc_security_group_ids|security_group_ids|route_table_ids|subnet_arns|propagating_vgws|prefix_list_ids|allowed_prefixes)$/;

/**
 * A planned resource's values, with references to what does not exist yet in place of what is known after the apply only; what
 * is left of that is marked.
 */
export function filledIn(
  after: unknown,
  unknown: unknown,
  instance: Instance,
  references: References,
): Record<string, unknown> {
  const expressions = references.expressionsOf(instance);
  const merged = merge(after, unknown, expressions, "", (found, options) =>
    references.resolve(found, instance, options),
  );
  return typeof merged === "object" && merged !== null ? { ...merged } : {};
}

type Resolve = (references: readonly string[], options: ResolveOptions) => string[] | null;

/** What an attribute may refer to, where one list of references stands for all attributes of a block. */
const KINDS: Readonly<Record<string, RegExp>> = {
  gateway_id: /^aws_(?:internet_gateway|vpn_gateway|vpc_endpoint)$/,
  nat_gateway_id: /^aws_nat_gateway$/,
  transit_gateway_id: /^aws_ec2_transit_gateway$/,
  vpc_peering_connection_id: /^aws_vpc_peering_connection$/,
  network_interface_id: /^aws_(?:network_interface|instance)$/,
  egress_only_gateway_id: /^aws_egress_only_internet_gateway$/,
  core_network_arn: /^aws_networkmanager_core_network/,
  vpc_endpoint_id: /^aws_vpc_endpoint$/,
  security_groups: /^aws_(?:default_)?security_group$/,
  prefix_list_ids: /^aws_ec2_managed_prefix_list$/,
  destination_prefix_list_id: /^aws_ec2_managed_prefix_list$/,
};

function merge(after: unknown, unknown: unknown, expression: unknown, name: string, resolve: Resolve): unknown {
  if (unknown === true) return resolved(expression, name, resolve);
  if (Array.isArray(unknown)) return mergeList(after, unknown, expression, name, resolve);
  if (typeof unknown !== "object" || unknown === null) return after;
  const result: Record<string, unknown> = typeof after === "object" && after !== null ? { ...after } : {};
  for (const [key, value] of Object.entries(unknown)) {
    const whole = referencesIn(expression);
    const inner = whole ?? field(expression, key);
    // Without an expression AWS makes the value; of a block that can't be told from others nobody knows.
    const open = value === true && inner === undefined && expression !== undefined;
    const merged = open ? COMPUTED : merge(result[key], value, inner, key, resolve);
    if (merged !== undefined) result[key] = merged;
  }
  return result;
}

function mergeList(
  after: unknown,
  unknown: readonly unknown[],
  expression: unknown,
  name: string,
  resolve: Resolve,
): unknown {
  const given: readonly unknown[] = Array.isArray(after) ? after : [];
  const open = unknown.filter((one) => one === true).length;
  const ids = open > 0 ? resolved(expression, name, resolve) : [];
  const fill = Array.isArray(ids) && ids.length === open ? [...ids] : null;
  return unknown.map((one, i) => {
    if (one === true) return fill?.shift() ?? AFTER_APPLY;
    return merge(given[i], one, blockFor(given[i], expression), name, resolve);
  });
}

/** The block of the configuration that agrees with what is known of an element: sets have an order of their own. */
function blockFor(element: unknown, expression: unknown): unknown {
  if (!Array.isArray(expression)) return expression;
  const fitting = expression.filter((block: unknown) => {
    if (typeof block !== "object" || block === null) return false;
    return Object.entries(block).every(([key, value]: [string, unknown]) => {
      const constant = field(value, "constant_value");
      const known = field(element, key);
      return (
        constant === undefined ||
        known === undefined ||
        known === null ||
        JSON.stringify(constant) === JSON.stringify(known)
      );
    });
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** A block written as an attribute has one list of references for all of it. */
function referencesIn(expression: unknown): unknown {
  return Array.isArray(field(expression, "references")) ? expression : undefined;
}

function resolved(expression: unknown, name: string, resolve: Resolve): unknown {
  const references = field(expression, "references");
  if (!Array.isArray(references)) return AFTER_APPLY;
  const list = LISTS.test(name);
  const ids = resolve(
    references.filter((one) => typeof one === "string"),
    { list, kind: KINDS[name] },
  );
  if (ids === null) return AFTER_APPLY;
  if (list) return ids;
  return ids.length === 1 ? ids[0] : AFTER_APPLY;
}
