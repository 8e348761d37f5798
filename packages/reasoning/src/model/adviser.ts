import type { ModelUse } from "@trias/protocol";
import type { z } from "zod";
import type { Prompt } from "./prompt.ts";

/** Something that a model may look up. It reads, and can do nothing else. */
export interface ReadTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
  /** Runs on input that fits the schema; the answer is JSON. Throws where there is none, with a message for the model. */
  run(input: unknown): unknown;
}

/** One question to a model: a reviewed prompt, quoted material, and the only form in which an answer is taken. */
export interface ModelQuestion<Answer> {
  readonly prompt: Prompt;
  /** Quoted by `quoted`. */
  readonly material: string;
  readonly answer: z.ZodType<Answer>;
  readonly tools: readonly ReadTool[];
}

export interface Advice<Answer> {
  /** Null where no answer came that fits: the rules go on alone. */
  readonly answer: Answer | null;
  /** Why there is none, in a clause for people. */
  readonly why: string | null;
  /** What was used, for the ledger. */
  readonly use: ModelUse;
}

/**
 * A model beside the rules. It answers questions and never decides: what becomes of an answer is settled in `narrowed` and `modelText`
 * alone (I4). It never throws.
 */
export interface Adviser {
  /** `anthropic claude-haiku-5-5`. */
  readonly name: string;
  ask<Answer>(caseId: string, question: ModelQuestion<Answer>, signal?: AbortSignal): Promise<Advice<Answer>>;
  /** How it is doing, in one line for `status`. */
  standing(): string;
}
