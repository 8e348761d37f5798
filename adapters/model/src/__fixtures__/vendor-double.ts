import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a call asked, in the terms of any of the protocols. */
export interface Seen {
  readonly protocol: "messages" | "responses" | "chat";
  readonly headers: IncomingMessage["headers"];
  readonly body: Readonly<Record<string, unknown>>;
  /** The whole body as text. */
  readonly text: string;
}

export type Behaviour =
  | { readonly say: string; readonly usage?: readonly [input: number, output: number] }
  | { readonly look: readonly { readonly name: string; readonly input: unknown }[] }
  | { readonly status: number; readonly raw?: string; readonly headers?: Readonly<Record<string, string>> }
  /** Bytes without end, as fast as they are taken. */
  | { readonly endless: string }
  /** Takes the call and never answers. */
  | { readonly hang: true }
  /** Ends the connection in the middle of an answer. */
  | { readonly breakOff: true };

export interface VendorDouble {
  /** Base address, with a path as vendors have it. */
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** An HTTP server on this machine that speaks Anthropic's Messages, OpenAI's Responses and the Chat Completions of everybody else. */
export async function startVendorDouble(behave: (seen: Seen, count: number) => Behaviour): Promise<VendorDouble> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    readAll(request).then((text) => {
      const protocol = request.url?.endsWith("/messages") ? "messages" : request.url?.endsWith("/responses") ? "responses" : "chat";
      const one: Seen = { protocol, headers: request.headers, body: JSON.parse(text), text };
      seen.push(one);
      answer(response, protocol, behave(one, seen.length));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, protocol: Seen["protocol"], behaviour: Behaviour): void {
  response.on("error", () => undefined);
  if ("hang" in behaviour) return;
  if ("status" in behaviour) {
    response.writeHead(behaviour.status, { "content-type": "application/json", ...behaviour.headers });
    response.end(behaviour.raw ?? "{}");
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  if ("breakOff" in behaviour) {
    response.write('{"id": "');
    setTimeout(() => response.destroy(), 20);
  } else if ("endless" in behaviour) {
    const go = () => {
      while (!response.destroyed && response.write(behaviour.endless)) continue;
    };
    response.on("drain", go);
    go();
  } else {
    response.end(JSON.stringify(bodyOf(protocol, behaviour)));
  }
}

type Plain = Extract<Behaviour, { say: string } | { look: unknown }>;

function bodyOf(protocol: Seen["protocol"], behaviour: Plain): unknown {
  const [input, output] = "say" in behaviour ? (behaviour.usage ?? [1000, 100]) : [1000, 100];
  switch (protocol) {
    case "messages":
      return {
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "double",
        content:
          "say" in behaviour
            ? [{ type: "text", text: behaviour.say }]
            : behaviour.look.map((one, i) => ({ type: "tool_use", id: `toolu_${i}`, ...one })),
        stop_reason: "say" in behaviour ? "end_turn" : "tool_use",
        stop_sequence: null,
        usage: { input_tokens: input, output_tokens: output },
      };
    case "responses":
      return {
        id: "resp_1",
        object: "response",
        created_at: 1,
        status: "completed",
        model: "double",
        error: null,
        incomplete_details: null,
        output:
          "say" in behaviour
            ? [{ type: "message", id: "m1", role: "assistant", status: "completed", content: [{ type: "output_text", text: behaviour.say, annotations: [] }] }]
            : behaviour.look.map((one, i) => ({ type: "function_call", id: `fc_${i}`, call_id: `call_${i}`, name: one.name, arguments: JSON.stringify(one.input), status: "completed" })),
        usage: {
          input_tokens: input,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: input + output,
        },
      };
    case "chat":
      return {
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: "double",
        choices: [
          {
            index: 0,
            message:
              "say" in behaviour
                ? { role: "assistant", content: behaviour.say }
                : {
                    role: "assistant",
                    content: null,
                    tool_calls: behaviour.look.map((one, i) => ({ id: `call_${i}`, type: "function", function: { name: one.name, arguments: JSON.stringify(one.input) } })),
                  },
            finish_reason: "say" in behaviour ? "stop" : "tool_calls",
          },
        ],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      };
  }
}
