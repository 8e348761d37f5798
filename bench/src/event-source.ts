import { signerFromSeed, toBase64 } from "@trias/core";
import { type Client, createClient } from "@trias/link";
import { auditorApi, type EventAnswer, PAYLOAD_TYPES, preAuthEncoding } from "@trias/protocol";
import { type Layout, readEndpoints, readSourceKey, readTls } from "@trias/supervisor/state";
import { BenchError } from "./errors.ts";

const SOURCE = "guardduty";

export interface EventSource {
  /** Posts the bytes once, over a connection that stays open; resolves with the case. */
  send(signed: SignedEvent): Promise<string>;
  /** Posts a body of one or several events, and hands back what the auditor says of each. */
  post(signed: SignedEvent): Promise<readonly EventAnswer[]>;
  sign(event: Uint8Array): SignedEvent;
  close(): void;
}

export interface SignedEvent {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The event source that the charter lists, with the key of it that lies on this machine. */
export function openEventSource(layout: Layout): EventSource {
  const key = readSourceKey(layout, SOURCE);
  const url = readEndpoints(layout)?.processes["auditor"];
  if (key === null || url === undefined) {
    throw new BenchError("system_not_up", `there is no key of \`${SOURCE}\` in the state folder`, {
      at: layout.people,
    });
  }
  const signer = signerFromSeed(key.seed);
  const client: Client = createClient({ tls: { ca: readTls(layout).ca }, peer: "auditor", url });
  return {
    sign(bytes) {
      const signature = toBase64(signer.sign(preAuthEncoding(PAYLOAD_TYPES.event, bytes)));
      return { bytes, headers: { "trias-source": SOURCE, "trias-signature": signature } };
    },
    send: async ({ bytes, headers }) => {
      const answer = await client.call(auditorApi.event, { body: bytes, headers });
      if ("case" in answer) return answer.case;
      throw new BenchError("case_refused", "one event was sent, and several were answered");
    },
    async post({ bytes, headers }) {
      const answer = await client.call(auditorApi.event, { body: bytes, headers });
      return "events" in answer ? answer.events : [answer];
    },
    close: () => client.close(),
  };
}
