import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { type CallInput, type Client, createClient, RefusalError } from "@trias/link";
import { AUDIENCES, type Endpoint, parseBytes, type Role } from "@trias/protocol";
import {
  type Layout,
  type ProcessName,
  peopleFiles,
  readCredential,
  readEndpoints,
  readTls,
} from "@trias/supervisor/state";
import { z } from "zod";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

const tokenSchema = z.looseObject({ access_token: z.string().max(8192), expires_in: z.number() });

type Audience = keyof typeof AUDIENCES;

/** Calls the powers as one person of this machine. */
export interface Session {
  readonly role: Role;
  call<Q, B, R>(power: Audience, endpoint: Endpoint<Q, B, R>, input?: CallInput<Q, B>): Promise<R>;
  /** Calls with the operator's certificate instead of a person's token. */
  operate<Q, B, R>(process: ProcessName, endpoint: Endpoint<Q, B, R>, input?: CallInput<Q, B>): Promise<R>;
  close(): void;
}

export function openSession(layout: Layout, role: Role): Session {
  const endpoints = readEndpoints(layout);
  if (endpoints === null)
    throw new CliError("service_down", EXIT.serviceDown, "no system was ever started here", {
      fix: "start it with `trias up`",
    });
  const tls = readTls(layout);
  const clients = new Map<string, Client>();
  const tokens = new Map<Audience, { token: string; until: number }>();

  const clientOf = (process: ProcessName, certified: boolean): Client => {
    const key = `${process} ${certified}`;
    const url = endpoints.processes[process] ?? "";
    const client = clients.get(key) ?? createClient({ tls: certified ? tls : { ca: tls.ca }, peer: process, url });
    clients.set(key, client);
    return client;
  };

  const tokenFor = async (audience: Audience): Promise<string> => {
    const kept = tokens.get(audience);
    if (kept !== undefined && kept.until > Date.now()) return kept.token;
    const credential = readCredential(layout, role);
    if (credential === null) {
      throw new CliError("credential_missing", EXIT.usage, `there is no credential for \`${role}\` here`, {
        at: peopleFiles.role(layout, role),
      });
    }
    const answer = await retrying(() =>
      signIn(
        new URL(endpoints.token_endpoint),
        tls.ca,
        credential.client_id,
        credential.client_secret,
        AUDIENCES[audience],
      ),
    );
    tokens.set(audience, { token: answer.access_token, until: Date.now() + (answer.expires_in - 60) * 1000 });
    return answer.access_token;
  };

  return {
    role,
    async call(power, endpoint, input = {}) {
      const token = await tokenFor(power);
      return retrying(() => clientOf(power, false).call(endpoint, { ...input, token }));
    },
    operate: (process, endpoint, input = {}) => retrying(() => clientOf(process, true).call(endpoint, input)),
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

const PAUSES_MS = [50, 150, 400, 1000, 2000];

/** A process that restarts is away for a moment; every call can be repeated, so a few tries are free. */
async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RefusalError && (error.code === "unreachable" || error.code === "unavailable")))
        throw error;
    }
    await sleep(pause);
  }
  return attempt();
}

/** The client credentials grant (RFC 6749, 4.4) with a resource indicator (RFC 8707). */
function signIn(
  endpoint: URL,
  ca: string,
  id: string,
  secret: string,
  resource: string,
): Promise<z.infer<typeof tokenSchema>> {
  const { promise, resolve, reject } = Promise.withResolvers<z.infer<typeof tokenSchema>>();
  const body = new URLSearchParams({ grant_type: "client_credentials", resource }).toString();
  const authorization = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
  const unreachable = (cause?: Error) =>
    reject(
      new RefusalError("unreachable", `\`identity\` can't be reached: ${cause?.message ?? "no answer"}`, {
        remedy: "retry",
        fix: "see `trias status`",
        cause,
      }),
    );
  const request = httpsRequest(
    endpoint,
    {
      ca,
      minVersion: "TLSv1.3",
      method: "POST",
      timeout: 5000,
      agent: false,
      headers: {
        authorization,
        "content-type": "application/x-www-form-urlencoded",
        "content-length": Buffer.byteLength(body),
      },
      checkServerIdentity: (_host, certificate) =>
        certificate.subject?.CN === "identity" ? undefined : new RangeError("that is not the identity provider"),
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", unreachable);
      response.on("end", () => {
        try {
          if (response.statusCode === 200)
            return resolve(parseBytes(tokenSchema, Buffer.concat(chunks), "the token answer"));
          reject(
            new CliError(
              "signin_failed",
              EXIT.refused,
              `the identity provider refused \`${id}\` (${response.statusCode})`,
              { fix: "the credential belongs to another system: see --state-dir" },
            ),
          );
        } catch (error) {
          reject(error);
        }
      });
    },
  );
  request.on("timeout", () => request.destroy());
  request.on("error", unreachable);
  request.end(body);
  return promise;
}
