import type { Peer } from "@trias/protocol";
import { createAuthority, issueCertificate } from "../certificates.ts";
import { createLog } from "../log.ts";
import type { Route } from "../route.ts";
import { type Served, type ServeOptions, serve } from "../serve.ts";

export const authority = await createAuthority();

export async function tlsOf(peer: Peer, by = authority) {
  return issueCertificate(by, peer, { hosts: ["127.0.0.1", "localhost"] });
}

export const lines: string[] = [];

export async function start(as: Peer, routes: readonly Route[], more: Partial<ServeOptions> = {}): Promise<Served> {
  return serve({
    config: { listen: { host: "127.0.0.1", port: 0 }, tls: await tlsOf(as) },
    log: createLog(as, (line) => lines.push(line)),
    routes,
    checkResponses: true,
    ...more,
  });
}

