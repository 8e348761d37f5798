import type { LanguageModelV4GenerateResult, LanguageModelV4Message, LanguageModelV4ToolCall } from "@ai-sdk/provider";
import { messageOf, parseStrictJson } from "@trias/core";
import type { ModelQuestion, ReadTool } from "@trias/reasoning";
import { callOnce, type Surroundings } from "./call.ts";
import { Failure } from "./failure.ts";
import { shapeOf } from "./json-schema.ts";

/** Look-ups that a model may ask for in one step. */
const MOST_TOOL_CALLS = 4;
const LONGEST_TOOL_ANSWER = 6000;

/**
 * Asks, runs the look-ups that the model wants, and returns the text of its answer. Bounded in steps, calls and bytes; the last step has no
 * tools, so that a model which only ever wants to look something up comes to nothing.
 */
export async function converse(question: ModelQuestion<unknown>, around: Surroundings): Promise<string> {
  const messages: LanguageModelV4Message[] = [
    { role: "system", content: question.prompt.text },
    { role: "user", content: [{ type: "text", text: question.material }] },
  ];
  for (let step = 1; step <= around.limits.steps; step++) {
    const last = step === around.limits.steps;
    const result = await callOnce(optionsFor(question, messages, last), around);
    const calls = result.content.filter((part) => part.type === "tool-call");
    if (calls.length === 0) return textOf(result);
    if (last || question.tools.length === 0) break;
    if (calls.length > MOST_TOOL_CALLS) throw new Failure("absurd", `${calls.length} look-ups in one step`);
    messages.push(repeated(result), answersTo(calls, question.tools));
  }
  throw new Failure("looping", `it went on looking things up for ${around.limits.steps} steps`);
}

function optionsFor(question: ModelQuestion<unknown>, prompt: LanguageModelV4Message[], last: boolean) {
  const tools = question.tools.map(({ name, description, input }) => {
    return { type: "function" as const, name, description, inputSchema: shapeOf(input) };
  });
  return {
    prompt: [...prompt],
    responseFormat: { type: "json" as const, name: question.prompt.id, schema: shapeOf(question.answer) },
    // A model that thinks by default refuses to be forced into a tool: the format is asked for as such.
    providerOptions: { anthropic: { structuredOutputMode: "outputFormat" } },
    ...(tools.length === 0 ? {} : { tools, toolChoice: { type: last ? ("none" as const) : ("auto" as const) } }),
  };
}

function textOf({ content, structuredOutputText, finishReason }: LanguageModelV4GenerateResult): string {
  if (finishReason.unified === "length") throw new Failure("too_long", "it did not come to an end within its tokens");
  if (finishReason.unified === "content-filter") throw new Failure("refused", "the vendor's filter stopped it");
  const text = content.map((part) => (part.type === "text" ? part.text : "")).join("");
  return structuredOutputText ?? text;
}

type AssistantPart = Extract<LanguageModelV4Message, { role: "assistant" }>["content"][number];

/** What the model said, given back to it: vendors want their own words before the look-ups' answers. */
function repeated({ content }: LanguageModelV4GenerateResult): LanguageModelV4Message {
  const parts = content.flatMap((part): AssistantPart[] => {
    const options = part.providerMetadata === undefined ? {} : { providerOptions: part.providerMetadata };
    if (part.type === "text" || part.type === "reasoning") return [{ type: part.type, text: part.text, ...options }];
    if (part.type !== "tool-call") return [];
    const { toolCallId, toolName } = part;
    return [{ type: "tool-call", toolCallId, toolName, input: inputOf(part), ...options }];
  });
  return { role: "assistant", content: parts };
}

function answersTo(calls: readonly LanguageModelV4ToolCall[], tools: readonly ReadTool[]): LanguageModelV4Message {
  return {
    role: "tool",
    content: calls.map((call) => {
      const { toolCallId, toolName } = call;
      const value = lookUp(call, tools).slice(0, LONGEST_TOOL_ANSWER);
      return { type: "tool-result" as const, toolCallId, toolName, output: { type: "text" as const, value } };
    }),
  };
}

/** A mistake of the model's is an answer to the model, not an error of ours. */
function lookUp(call: LanguageModelV4ToolCall, tools: readonly ReadTool[]): string {
  const tool = tools.find(({ name }) => name === call.toolName);
  if (tool === undefined) return "there is no such tool";
  const input = tool.input.safeParse(inputOf(call));
  if (!input.success) return `the input does not fit: ${input.error.issues[0]?.message ?? ""}`;
  try {
    const answer = tool.run(input.data);
    return typeof answer === "string" ? answer : JSON.stringify(answer);
  } catch (error) {
    return `it can't be looked up: ${messageOf(error)}`;
  }
}

function inputOf({ input }: LanguageModelV4ToolCall): unknown {
  try {
    return parseStrictJson(input === "" ? "{}" : input);
  } catch {
    return {};
  }
}
