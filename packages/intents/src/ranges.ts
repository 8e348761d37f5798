import ipaddr from "ipaddr.js";

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

function parse(cidr: string): Range | null {
  return ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : null;
}

function covers(outer: Range, inner: Range): boolean {
  if (outer[0].kind() !== inner[0].kind() || outer[1] > inner[1]) return false;
  return inner[0].match(outer[0], outer[1]);
}

/** Whether every address of `inner` lies in `outer`; false for what is no range. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parse(outer), parse(inner)];
  return a !== null && b !== null && covers(a, b);
}

/** Whether two ranges share an address; true for what is no range, so that a caller fails closed. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  return a === null || b === null || covers(a, b) || covers(b, a);
}

const INSIDE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** Whether a range lies wholly in address space that never comes from the internet. */
export function isPrivateRange(cidr: string): boolean {
  return INSIDE.some((range) => contains(range, cidr));
}
