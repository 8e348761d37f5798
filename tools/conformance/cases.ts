import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A file of `reach-cases/1`; unknown keys are ignored. */
export interface CaseFile {
  /** Folder that paths in the file are relative to. */
  readonly folder: string;
  readonly snapshots: Readonly<Record<string, Snapshot>>;
  readonly cases: readonly Case[];
}

export type Snapshot =
  | { readonly kind: "aws"; readonly dir: string; readonly files?: readonly string[] }
  | { readonly kind: "cloudwan"; readonly policy: string; readonly attachments: readonly unknown[] };

export interface Endpoint {
  readonly ip?: string;
  readonly resource?: string;
  readonly attachment?: string;
  readonly route?: string | number;
  readonly prefix?: string;
  readonly kind?: string;
}

export interface Case {
  readonly id: string;
  readonly snapshot: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol?: string | number;
  readonly src_port?: number;
  readonly dst_port?: number;
  readonly dst_ports?: unknown;
  readonly icmp_type?: number;
  readonly icmp_code?: number;
  readonly family?: 4 | 6;
  readonly quantifier?: "this" | "some";
  readonly direction?: "forward" | "round-trip";
  readonly expect: Verdict;
  readonly expect_return?: Verdict;
  readonly path?: readonly string[];
  readonly inspection_hops?: number;
  readonly inspected_in?: readonly string[];
  readonly egress_edge?: string;
  readonly egress_attachment?: string;
  readonly as_path?: readonly (number | string)[] | string;
  readonly src_cidr?: "primary" | "secondary";
  readonly usable: boolean;
  readonly why?: string;
}

export type Verdict = "delivered" | "blocked";

/** What Trias says to a case; a field that is absent was not answered. */
export interface Answer {
  readonly verdict: Verdict | "may" | "no answer";
  readonly verdict_return?: Verdict | "may";
  readonly path?: readonly string[];
  readonly inspection_hops?: number | null;
  readonly inspected_in?: readonly string[] | null;
  readonly egress_edge?: string | null;
  readonly egress_attachment?: string | null;
  readonly as_path?: readonly (number | string)[] | null;
  /** Autonomous systems of the core network's own edges; `edge` in a path is one of them that AWS picks. */
  readonly own_asns?: readonly number[];
  readonly reason: string;
}

export function readCases(path: string): CaseFile {
  const file = resolve(path);
  const content: { snapshots?: CaseFile["snapshots"]; cases?: readonly Case[] } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  if (!Array.isArray(content.cases)) throw new TypeError(`\`${path}\` holds no list of cases`);
  return { folder: dirname(file), snapshots: content.snapshots ?? {}, cases: content.cases };
}
