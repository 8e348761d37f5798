import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import {
  type AnyEndpoint,
  type Peer,
  type Person,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  peerSchema,
} from "@trias/protocol";
import { RefusalError } from "./errors.ts";

/** A person whose token was verified. `jti` and `issued` name the session. */
export interface VerifiedPerson {
  readonly person: Person;
  readonly groups: readonly string[];
  readonly jti: string;
  /** RFC 3339. */
  readonly issued: string;
}

/** Takes a bearer token and returns who it speaks for; throws a RefusalError `unauthenticated`, or `unavailable` where it can't tell. */
export type TokenVerifier = (token: string) => Promise<VerifiedPerson>;

export interface CallerIdentity {
  readonly peer: Peer | undefined;
  readonly person: VerifiedPerson | undefined;
}

const known = new WeakMap<TLSSocket, Peer | null>();

/** The process at the other end, by the name in a certificate that our own authority signed; undefined for anybody else. */
function peerOf(message: IncomingMessage): Peer | undefined {
  const { socket } = message;
  if (!(socket instanceof TLSSocket)) return undefined;
  let peer = known.get(socket);
  if (peer === undefined) {
    peer = certifiedPeer(socket);
    known.set(socket, peer);
  }
  return peer ?? undefined;
}

function certifiedPeer(socket: TLSSocket): Peer | null {
  // INVARIANT: a name counts only where the chain verified; `rejectUnauthorized` is off so that people can call without one.
  if (!socket.authorized) return null;
  const name = peerSchema.safeParse(socket.getPeerCertificate().subject?.CN);
  return name.success ? name.data : null;
}

/** Lets exactly those through whom the endpoint names, and says who it is. */
export async function checkCaller(
  endpoint: AnyEndpoint,
  message: IncomingMessage,
  people: TokenVerifier | undefined,
): Promise<CallerIdentity> {
  const peer = peerOf(message);
  const { caller } = endpoint;
  switch (caller.kind) {
    case "public":
      return { peer, person: undefined };
    case "peers":
      return { peer: listedPeer(caller.peers, peer), person: undefined };
    case "person": {
      const token = bearerToken(message);
      if (token === undefined && peer !== undefined && caller.peers !== undefined) {
        return { peer: listedPeer(caller.peers, peer), person: undefined };
      }
      if (token === undefined) {
        const fix = "send `authorization: Bearer …` with a token of this process's audience";
        throw new RefusalError("unauthenticated", "nobody is named by this call", { fix });
      }
      if (people === undefined) throw new RefusalError("unauthenticated", "this process takes no person's token");
      // The certificate of a process never adds to what the person may do.
      return { peer: undefined, person: await people(token) };
    }
  }
}

function listedPeer(list: readonly Peer[], peer: Peer | undefined): Peer {
  const allowed = list.join(", ");
  if (peer === undefined) {
    const fix = `only ${allowed} may call it, by certificate`;
    throw new RefusalError("unauthenticated", "no certificate of our authority came with this call", { fix });
  }
  if (!list.includes(peer)) {
    throw new RefusalError("forbidden", `\`${peer}\` may not call this`, { fix: `only ${allowed} may` });
  }
  return peer;
}

function bearerToken(message: IncomingMessage): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(message.headers.authorization ?? "")?.[1];
}

/** Two builds that read one message differently would judge one thing and do another: a call says its protocol, and it must be ours. */
export function checkVersion(endpoint: AnyEndpoint, message: IncomingMessage): void {
  const sent = message.headers[PROTOCOL_HEADER];
  if (sent === String(PROTOCOL_VERSION)) return;
  // Machines outside of Trias post events and look at health; they don't know the header.
  if (endpoint.caller.kind === "public" && (sent === undefined || endpoint.method === "GET")) return;
  const theirs = typeof sent === "string" ? `protocol \`${sent.slice(0, 20)}\`` : "no protocol version";
  throw new RefusalError("version_skew", `the call names ${theirs}, this process speaks protocol ${PROTOCOL_VERSION}`, {
    at: PROTOCOL_HEADER,
    fix: "run the same build on both sides",
  });
}
