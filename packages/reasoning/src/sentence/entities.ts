import { tryParseCidr } from "@trias/estate";
import { parse } from "tldts";

/** What a single word names by its form alone. */
export type Kind =
  | "instance"
  | "attachment"
  | "vpc"
  | "tgw"
  | "vpn"
  | "dxgw"
  | "interface"
  | "subnet"
  | "table"
  | "id"
  | "case"
  | "arn"
  | "email"
  | "range"
  | "prefix"
  | "domain";

const FORMS: readonly (readonly [Kind, RegExp])[] = [
  ["instance", /^i-[0-9a-f]{6,20}$/],
  ["attachment", /^(?:[a-z]+-)?(?:attachment|attach|att)-[0-9a-z-]{3,40}$/],
  ["vpc", /^vpc-[0-9a-f]{6,20}$/],
  ["tgw", /^tgw-[0-9a-f]{6,20}$/],
  ["vpn", /^vpn-[0-9a-f]{6,20}$/],
  ["dxgw", /^dxgw-[0-9a-f-]{4,40}$|^dx-?gw-[0-9a-z-]{3,40}$/],
  ["interface", /^eni-[0-9a-f]{6,20}$/],
  ["subnet", /^subnet-[0-9a-f]{6,20}$/],
  ["table", /^(?:tgw-)?rtb-[0-9a-f]{6,20}$/],
  [
    "id",
    /^(?:sg|nat|igw|vgw|cgw|pcx|eipalloc|nacl|acl|vpce|lb|snap|ami|vol|nfw|pl|eigw|lgw|core-network|connect-peer)-[0-9a-f]{6,20}$/,
  ],
  ["case", /^c-[0-9a-hjkmnp-tv-z]{12}$/],
  ["arn", /^arn:aws[a-z-]*:[a-z0-9-]+:\S+$/],
  ["email", /^[a-z0-9._%+'-]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}$/],
  ["prefix", /^\/\d{1,3}$/],
];

/** The kind of a lower-case word, or null for a plain one. */
export function kindOf(word: string): Kind | null {
  if (word.length < 2 || word.length > 300) return null;
  for (const [kind, form] of FORMS) if (form.test(word)) return kind;
  if (rangeOf(word) !== null) return "range";
  return domainOf(word) === null ? null : "domain";
}

/** The CIDR form of an address or a range, or null for any other word; a port behind an address is not part of it. */
export function rangeOf(word: string): string | null {
  if (!/^\[?[0-9a-f]*[.:]/.test(word)) return null;
  const bare = word.replace(/^((?:\d{1,3}\.){3}\d{1,3}):\d{1,5}$/, "$1").replace(/^\[([0-9a-f:]+)\](?::\d+)?$/, "$1");
  return tryParseCidr(bare, { hostBits: "clear" })?.text ?? null;
}

/** Suffixes that are no public ones and stand for inside names all the same (RFC 2606, RFC 6762, and common use). */
const INSIDE = /\.(?:internal|local|corp|lan|home|intranet|example|test|localdomain|private|invalid)$/;
/** Public suffixes that are better known as the ends of file names. */
const FILES = /\.(?:zip|sh|py|rs|md|mov|pl|ps|so|cc|vi)$/;

/** The host that a word names, in lower case: `api.stripe.com` of `https://api.stripe.com/v1`; null where it names none. */
export function domainOf(word: string): string | null {
  if (word.length > 253 || !word.includes(".")) return null;
  const host = word
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//, "")
    .replace(/[/?#].*$/s, "")
    .replace(/:\d{1,5}$/, "")
    .replace(/\.$/, "");
  const name = host.replace(/^\*\./, "");
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?$/u.test(name) || name.includes("..") || !name.includes("."))
    return null;
  if (INSIDE.test(name)) return host;
  if (FILES.test(name) && !word.includes("://")) return null;
  const { domain, isIcann } = parse(name, { extractHostname: false });
  return domain !== null && isIcann === true ? host : null;
}
