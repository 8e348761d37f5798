import { sha256, toHex, utf8 } from "@trias/core";
import { type Cidr, parseCidr } from "../cidr.ts";
import { EstateError } from "../errors.ts";
import type { Estate, Part } from "../estate.ts";
import { parseResource } from "../parse-resource.ts";
import { PART_NAMES, type PartName, type Resource, type ResourceOf } from "../resources.ts";
import { sampleError, type WanDescription } from "./description.ts";

/** Collects the resources of a generated estate, and gives ids and public addresses. */
export class EstateBuilder {
  readonly description: WanDescription;
  private readonly parts = new Map<PartName, Map<string, Resource>>(PART_NAMES.map((name) => [name, new Map()]));
  private readonly publicRange: Cidr;
  private publicAddresses = 0n;

  constructor(description: WanDescription) {
    this.description = description;
    this.publicRange = parseCidr(description.public_range);
  }

  add<P extends PartName>(part: P, resource: ResourceOf<P>): ResourceOf<P> {
    const parsed = parseResource(part, resource);
    const resources = this.parts.get(part);
    if (!resources || resources.has(parsed.id)) throw sampleError(part, `\`${parsed.id}\` occurs twice`);
    resources.set(parsed.id, parsed);
    return resource;
  }

  /** An id as AWS writes it, the same for the same name: `vpc-` and 17 hexadecimal digits. */
  id(prefix: string, name: string): string {
    return `${prefix}-${this.hex(`${prefix}/${name}`, 17)}`;
  }

  hex(name: string, digits: number): string {
    return toHex(sha256(utf8(`${this.description.name}/${name}`))).slice(0, digits);
  }

  account(name: string): string {
    const id = this.description.accounts[name];
    if (id === undefined) throw sampleError("accounts", `there is no account \`${name}\``);
    return id;
  }

  publicAddress(): string {
    this.publicAddresses += 1n;
    return hostAddress(this.publicRange, this.publicAddresses);
  }

  build(): Estate {
    const { time } = this.description;
    const parts: Record<string, Part<PartName>> = {};
    for (const name of PART_NAMES) {
      parts[name] = { status: "known", serial: 1, time, resources: this.parts.get(name) ?? new Map() };
    }
    return { lineage: this.hex("lineage", 32), serial: 1, time, parts: parts as Estate["parts"] };
  }
}

/** The n-th address of an IPv4 block. */
export function hostAddress(block: Cidr, n: bigint): string {
  const value = block.first + n;
  if (value > block.last) throw new EstateError("sample_malformed", `\`${block.text}\` has no address ${n}`);
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}
