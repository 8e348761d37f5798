/** Stands in a resource's values where the configuration gives one that Terraform knows after the apply only. */
export const AFTER_APPLY: unique symbol = Symbol("known after apply");
/** The same where the configuration gives none and AWS makes one: its default, an id, an address. */
export const COMPUTED: unique symbol = Symbol("computed by AWS");

/** A managed resource or a data source, with its values as the provider's schema has them. */
export interface TerraformResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A value that the estate needs and Terraform does not know yet. */
export class NotYetKnown extends Error {
  readonly attribute: string;

  constructor(attribute: string) {
    super(`\`${attribute}\` is known after the apply only`);
    this.attribute = attribute;
  }
}

/**
 * Reads a resource's values: what is asked for by `text` and the like has to be known, what is asked for by
 * `maybe…` may be left to AWS.
 */
export class Values {
  readonly address: string;
  readonly all: Readonly<Record<string, unknown>>;

  constructor(address: string, all: Readonly<Record<string, unknown>>) {
    this.address = address;
    this.all = all;
  }

  private known(name: string): unknown {
    const value = this.all[name];
    if (value === AFTER_APPLY || value === COMPUTED) throw new NotYetKnown(name);
    return value;
  }

  /** The empty string is how the provider writes that there is none. */
  text(name: string): string | null {
    const value = this.known(name);
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value !== "" ? value : null;
  }

  maybeText(name: string): string | null {
    return this.all[name] === COMPUTED ? null : this.text(name);
  }

  /** The id: what a resource that is still to be created goes by is its address. */
  id(name = "id"): string {
    return this.maybeText(name) ?? this.address;
  }

  number(name: string): number | null {
    const value = this.known(name);
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : null;
  }

  maybeNumber(name: string): number | null {
    return this.all[name] === COMPUTED ? null : this.number(name);
  }

  flag(name: string): boolean | null {
    const value = this.known(name);
    return typeof value === "boolean" ? value : null;
  }

  maybeFlag(name: string): boolean | null {
    return this.all[name] === COMPUTED ? null : this.flag(name);
  }

  texts(name: string): string[] {
    const value = this.known(name);
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
      if (item === AFTER_APPLY || item === COMPUTED) throw new NotYetKnown(name);
      return typeof item === "string" && item !== "" ? [item] : [];
    });
  }

  maybeTexts(name: string): string[] {
    return this.all[name] === COMPUTED ? [] : this.texts(name);
  }

  /** Nested blocks, one object each. */
  blocks(name: string): Values[] {
    const value = this.known(name);
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
      if (item === AFTER_APPLY || item === COMPUTED) throw new NotYetKnown(name);
      return typeof item === "object" && item !== null ? [new Values(this.address, { ...item })] : [];
    });
  }

  maybeBlocks(name: string): Values[] {
    return this.all[name] === COMPUTED ? [] : this.blocks(name);
  }

  /** Tags as AWS lists them, those of the provider's defaults included. */
  tags(): { Key: string; Value: string }[] {
    const all = this.all["tags_all"];
    const tags = typeof all === "object" && all !== null ? all : this.all["tags"];
    if (typeof tags !== "object" || tags === null) return [];
    return Object.entries(tags).flatMap(([Key, Value]) => (typeof Value === "string" ? [{ Key, Value }] : []));
  }
}
