import ipaddr from "ipaddr.js";
import { EstateError } from "./errors.ts";

/** A block of addresses of one family; `first` and `last` are its bounds as numbers. */
export interface Cidr {
  readonly text: string;
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

export interface ParseCidrOptions {
  /** What to do with bits right of the prefix, as in `10.0.0.5/24`: refuse (the default) or clear them. */
  readonly hostBits?: "refuse" | "clear";
}

const parsed = new Map<string, Cidr>();
const CACHE_LIMIT = 50_000;

/** Reads `10.0.0.0/24`, `2001:db8::/32`, or a bare address as a block of one. */
export function parseCidr(text: string, options: ParseCidrOptions = {}): Cidr {
  const cached = parsed.get(text);
  if (cached) return cached;
  const [address = "", length, ...rest] = text.split("/");
  const bytes = addressBytes(address);
  if (bytes === null || rest.length > 0) throw malformed(text);
  const width = bytes.length * 8;
  const prefix = length === undefined ? width : /^(?:0|[1-9]\d{0,2})$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > width) throw malformed(text);
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const block = blockOf(bytes.length === 4 ? 4 : 6, value, prefix);
  if (block.first !== value && options.hostBits !== "clear") {
    throw new EstateError("cidr_host_bits", `\`${text}\` has address bits right of its prefix`, {
      fix: `write \`${block.text}\``,
    });
  }
  if (block.first === value && parsed.size < CACHE_LIMIT) parsed.set(text, block);
  return block;
}

/** As `parseCidr`, or null where the text is no block. */
export function tryParseCidr(text: string, options: ParseCidrOptions = {}): Cidr | null {
  try {
    return parseCidr(text, options);
  } catch (error) {
    if (error instanceof EstateError) return null;
    throw error;
  }
}

/** A single address, as a block of one. */
export function parseAddress(text: string): Cidr {
  if (text.includes("/")) throw malformed(text);
  return parseCidr(text);
}

function malformed(text: string): EstateError {
  return new EstateError("cidr_malformed", `\`${text.slice(0, 60)}\` is not an address or a block of addresses`, {
    fix: "expected a form such as `203.0.113.0/24`, `203.0.113.45` or `2001:db8::/32`",
  });
}

/** Octal and shortened IPv4, zones, and IPv4 dressed as IPv6 are refused: two readers would see two addresses. */
function addressBytes(text: string): number[] | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return /(?:^|\.)0\d/.test(text) ? null : ipaddr.IPv4.parse(text).toByteArray();
  }
  if (!text.includes(":") || text.includes("%") || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? null : address.toByteArray();
}

/** The block of a family, a number and a prefix length; bits right of the prefix are cleared. */
export function blockOf(family: 4 | 6, value: bigint, prefix: number): Cidr {
  const width = family === 4 ? 32 : 128;
  const size = 1n << BigInt(width - prefix);
  const first = value - (value % size);
  return { text: `${addressText(family, first)}/${prefix}`, family, first, last: first + size - 1n, prefix };
}

function addressText(family: 4 | 6, value: bigint): string {
  const bytes: number[] = [];
  for (let shift = family === 4 ? 24n : 120n; shift >= 0n; shift -= 8n) bytes.push(Number((value >> shift) & 255n));
  return family === 4 ? bytes.join(".") : new ipaddr.IPv6(bytes).toString();
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
].map((text) => parseCidr(text));

/** Whether every address of it is private: RFC 1918, shared, loopback, link-local, unique local. */
export function isPrivate(block: Cidr): boolean {
  return PRIVATE.some((range) => contains(range, block));
}

/** Whether no address of it is private. `0.0.0.0/0` is neither private nor public. */
export function isPublic(block: Cidr): boolean {
  return !PRIVATE.some((range) => overlaps(range, block));
}

/** The lowest block of that prefix length in the pool which overlaps none of the allocations, or null where the pool is full. */
export function nextFree(pool: Cidr, allocations: readonly Cidr[], prefix: number): Cidr | null {
  const width = pool.family === 4 ? 32 : 128;
  if (!Number.isInteger(prefix) || prefix < pool.prefix || prefix > width) return null;
  const size = 1n << BigInt(width - prefix);
  const taken = allocations.filter((block) => overlaps(pool, block)).sort((a, b) => (a.first < b.first ? -1 : 1));
  let first = pool.first;
  for (const block of taken) {
    if (block.first > first + size - 1n) break;
    if (block.last >= first) first = ((block.last + size) / size) * size;
  }
  return first + size - 1n <= pool.last ? blockOf(pool.family, first, prefix) : null;
}
