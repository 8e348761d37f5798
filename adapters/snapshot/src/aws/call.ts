import type { z } from "zod";

/** One item of an answer and where in its file it stands. */
export interface RawItem {
  readonly path: string;
  readonly value: unknown;
}

/** What one AWS call answers, and how its items are found in the JSON, whoever wrote the file. */
export interface Call<T = unknown> {
  /** As a person would type it, without `aws`: `ec2 describe-vpcs`. */
  readonly name: string;
  /** The answer's key by which it is known (section 5); a file's name says nothing. */
  readonly key: string;
  /** How far one answer reaches: one region of an account, an account, or everything. */
  readonly extent: "region" | "account" | "once";
  /** Of foreign answers only what is used is demanded; the rest is dropped at once. */
  readonly item: z.ZodType<T>;
  /** What makes two items the same thing; not there where items of several answers are put together. */
  id?(item: T): string;
  /** Whether an answer under this key is this call's, where several calls share a key. */
  matches?(value: unknown, answer: Answer): boolean;
  /** The items; null where the value has another form. Without it, the value is an array of them. */
  unfold?(value: unknown, answer: Answer, file: string): readonly RawItem[] | null;
}

export type Answer = Readonly<Record<string, unknown>>;

export interface CallOptions<T> {
  readonly extent?: Call["extent"];
  readonly id?: (item: T) => string;
  readonly matches?: (value: unknown, answer: Answer) => boolean;
  readonly unfold?: (value: unknown, answer: Answer, file: string) => readonly RawItem[] | null;
}

export function call<T>(name: string, key: string, item: z.ZodType<T>, options: CallOptions<T> = {}): Call<T> {
  const { extent = "region", id, matches, unfold } = options;
  return { name, key, extent, item, ...(id && { id }), ...(matches && { matches }), ...(unfold && { unfold }) };
}

/** The items of an array under a key. */
export function itemsOf(value: unknown, key: string): readonly RawItem[] | null {
  return Array.isArray(value) ? value.map((item: unknown, i) => ({ path: `$.${key}[${i}]`, value: item })) : null;
}

/** One item that the answer as a whole is. */
export function whole(answer: Answer): readonly RawItem[] {
  return [{ path: "$", value: answer }];
}

/** An answer that does not repeat what was asked for: the id comes from the file's path, or is null. */
export function idInPath(file: string, pattern: RegExp): string | null {
  return [...file.matchAll(new RegExp(pattern, "g"))].at(-1)?.[0] ?? null;
}
