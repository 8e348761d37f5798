import { CoreError } from "./errors.ts";

export interface JsonLimits {
  /** Bytes of input. */
  readonly maxBytes: number;
  /** Nesting of arrays and objects. */
  readonly maxDepth: number;
  /** Values of any type in the whole document. */
  readonly maxValues: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = { maxBytes: 1 << 20, maxDepth: 64, maxValues: 200_000 };

/** Keys that would reach JavaScript's prototype machinery instead of being data. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses JSON as RFC 8259 has it and refuses what makes two readers see two documents: duplicate keys, integers outside
 * ±(2^53 − 1), invalid UTF-8, a byte order mark, lone surrogates, prototype keys. Sizes are bounded before anything is built.
 */
export function parseStrictJson(input: Uint8Array | string, limits: JsonLimits = DEFAULT_JSON_LIMITS): unknown {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.length;
  if (size > limits.maxBytes) {
    throw new CoreError("json_too_large", `${size} bytes of JSON`, { fix: `at most ${limits.maxBytes} are taken` });
  }
  return new Reader(typeof input === "string" ? input : decode(input), limits).document();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CoreError("json_not_utf8", "the bytes are not UTF-8 text", { fix: "send JSON encoded as UTF-8", cause });
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class Reader {
  private readonly text: string;
  private readonly limits: JsonLimits;
  private pos = 0;
  private values = 0;

  constructor(text: string, limits: JsonLimits) {
    this.text = text;
    this.limits = limits;
  }

  document(): unknown {
    const value = this.value(0);
    this.space();
    if (this.pos < this.text.length) this.fail("text after the document");
    return value;
  }

  private value(depth: number): unknown {
    this.space();
    this.values += 1;
    if (this.values > this.limits.maxValues) {
      throw new CoreError("json_too_many_values", `more than ${this.limits.maxValues} values`, { at: this.where() });
    }
    switch (this.text[this.pos]) {
      case "{":
        return this.object(this.deeper(depth));
      case "[":
        return this.array(this.deeper(depth));
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  private deeper(depth: number): number {
    if (depth + 1 > this.limits.maxDepth) {
      throw new CoreError("json_too_deep", `nested deeper than ${this.limits.maxDepth}`, { at: this.where() });
    }
    this.pos += 1;
    return depth + 1;
  }

  private object(depth: number): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    this.space();
    if (this.take("}")) return out;
    do {
      this.space();
      if (this.text[this.pos] !== '"') this.fail("expected a key in double quotes");
      const key = this.string();
      if (FORBIDDEN_KEYS.has(key)) {
        throw new CoreError("json_forbidden_key", `key \`${key}\` is not taken`, { at: this.where() });
      }
      if (Object.hasOwn(out, key)) {
        throw new CoreError("json_duplicate_key", `key \`${key.slice(0, 80)}\` occurs twice in one object`, {
          at: this.where(),
          fix: "give each key once",
        });
      }
      this.space();
      if (!this.take(":")) this.fail("expected `:` after a key");
      out[key] = this.value(depth);
      this.space();
    } while (this.take(","));
    if (!this.take("}")) this.fail("expected `,` or `}` in an object");
    return out;
  }

  private array(depth: number): unknown[] {
    const out: unknown[] = [];
    this.space();
    if (this.take("]")) return out;
    do {
      out.push(this.value(depth));
      this.space();
    } while (this.take(","));
    if (!this.take("]")) this.fail("expected `,` or `]` in an array");
    return out;
  }

  private string(): string {
    PLAIN_STRING.lastIndex = this.pos;
    const plain = PLAIN_STRING.exec(this.text);
    let out: string;
    if (plain) {
      out = plain[0].slice(1, -1);
      this.pos += plain[0].length;
    } else {
      out = this.escapedString();
    }
    if (!out.isWellFormed()) this.fail("a lone surrogate in a string");
    return out;
  }

  private escapedString(): string {
    let out = "";
    this.pos += 1;
    for (;;) {
      const char = this.text[this.pos];
      if (char === undefined || char < " ") this.fail("a string is not closed, or holds a control character");
      this.pos += 1;
      if (char === '"') return out;
      out += char === "\\" ? this.escape() : char;
    }
  }

  private escape(): string {
    const char = this.text[this.pos] ?? "";
    this.pos += 1;
    if (char === "u") {
      const hex = this.text.slice(this.pos, this.pos + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail("expected four hexadecimal digits after `\\u`");
      this.pos += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return ESCAPES[char] ?? this.fail("an unknown escape in a string");
  }

  private number(): number {
    NUMBER.lastIndex = this.pos;
    const match = NUMBER.exec(this.text);
    if (!match) return this.fail("expected a value");
    const value = Number(match[0]);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw new CoreError("json_unsafe_number", `${match[0].slice(0, 40)} can't be held exactly`, {
        at: this.where(),
        fix: "send it as a string",
      });
    }
    this.pos += match[0].length;
    return value;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.pos)) this.fail("expected a value");
    this.pos += word.length;
    return value;
  }

  private take(char: string): boolean {
    if (this.text[this.pos] !== char) return false;
    this.pos += 1;
    return true;
  }

  private space(): void {
    WHITE_SPACE.lastIndex = this.pos;
    this.pos += WHITE_SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private where(): string {
    const before = this.text.slice(0, this.pos);
    const line = before.split("\n").length;
    return `line ${line}, column ${this.pos - before.lastIndexOf("\n")}`;
  }

  private fail(what: string): never {
    throw new CoreError("json_syntax", `not JSON: ${what}`, { at: this.where() });
  }
}
