import { DEFAULT_LOCAL_PREFERENCE, type RoutePath } from "./path.ts";

/** Which of two routes to one prefix an edge takes: the first, the second, both alike, or what AWS does not decide. */
export type Preference =
  | { readonly takes: "first" | "second"; readonly because: string }
  | { readonly takes: "either"; readonly because: string };

/**
 * Route evaluation of an edge (R72): a VPC of the same region, then local preference, AS path, MED, and the kind of
 * attachment. Unlike at a Transit Gateway, the AS path comes before the kind. Static routes are settled before.
 */
export function prefer(a: RoutePath, b: RoutePath, edge: string): Preference {
  if (a.type === "vpc" && b.type === "vpc" && a.attachment !== b.attachment) {
    return either("two VPCs announce the same block, which AWS does not support (R75)");
  }
  return (
    step(isLocalVpc(b, edge), isLocalVpc(a, edge), "a VPC of the same region comes first") ??
    step(preferenceAt(b, edge), preferenceAt(a, edge), "the higher local preference") ??
    preferBgp(a, b, edge)
  );
}

/** Every edge is an autonomous system of its own, and a local preference is not told to another one (RFC 4271 5.1.5). */
export function preferenceAt({ localPreference, preferredAt }: RoutePath, edge: string): number {
  return preferredAt === null || preferredAt === edge ? localPreference : DEFAULT_LOCAL_PREFERENCE;
}

/** The routes that nothing beats: one, or those between which nothing decides. */
export function bestOf(paths: readonly RoutePath[], edge: string): readonly RoutePath[] {
  if (paths.length < 2) return paths;
  return paths.filter((path) => paths.every((other) => other === path || prefer(path, other, edge).takes !== "second"));
}

function preferBgp(a: RoutePath, b: RoutePath, edge: string): Preference {
  if (a.asPath === null || b.asPath === null) return either("the AS path of one of them is not known");
  return (
    step(a.asPath.length, b.asPath.length, "the shorter AS path") ??
    // RFC 4271 9.1.2.2: a route without the attribute has the lowest value.
    step(a.med ?? 0, b.med ?? 0, "the lower MED") ??
    step(rank(a, edge), rank(b, edge), "the kind of attachment") ??
    either("equal in all that decides: AWS picks one at random and keeps to it")
  );
}

function isLocalVpc(path: RoutePath, edge: string): number {
  return path.type === "vpc" && path.edge === edge ? 1 : 0;
}

/** Direct Connect gateway, then Connect, then VPN, the latter two of the same region, then everything else. */
function rank(path: RoutePath, edge: string): number {
  if (path.type === "direct-connect-gateway") return 0;
  if (path.edge !== edge) return 3;
  return path.type === "connect" ? 1 : path.type === "site-to-site-vpn" ? 2 : 3;
}

/** The lower number wins. */
function step(first: number, second: number, because: string): Preference | null {
  if (first === second) return null;
  return { takes: first < second ? "first" : "second", because };
}

function either(because: string): Preference {
  return { takes: "either", because };
}
