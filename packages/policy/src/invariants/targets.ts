import { type Estate, isKnown, list, placesNamed, vpcsOfPlace } from "@trias/estate";
import type { Charter } from "../charter/charter.ts";

export interface Target {
  readonly id: string;
  /** The ports to ask about; null for those of the question. */
  readonly ports: readonly number[] | null;
}

const PUBLIC_ENTRIES = "public-entries";

/**
 * What is in a place one by one, without the exceptions. Of a load balancer that the charter lets face the internet only the ports that
 * the charter does not name are left. Null where the estate does not know what is there: then the place is asked as a whole.
 */
export function targetsIn(
  estate: Estate,
  place: string,
  source: string,
  except: readonly string[],
  entries: Charter["public_entries"],
): readonly Target[] | null {
  const parts = ["interfaces", "load_balancers", "databases", "vpcs"] as const;
  if (parts.some((part) => !isKnown(estate, part))) return null;
  const vpcs = new Set(vpcsOfPlace(estate, place));
  if (vpcs.size === 0) return null;
  const left = exceptions(estate, except);
  const declared = except.includes(PUBLIC_ENTRIES) ? entries : [];
  const fromOutside = source === "internet";
  const within = ({ id, vpc }: { readonly id: string; readonly vpc: string }): boolean =>
    vpcs.has(vpc) && !left.has(id) && !left.has(vpc);
  const interfaces = list(estate, "interfaces").filter(
    (each) => within(each) && !(each.instance !== null && left.has(each.instance)) && (!fromOutside || faces(each)),
  );
  const databases = list(estate, "databases").filter(
    (each) => within(each) && (!fromOutside || each.publicly_accessible),
  );
  const balancers = list(estate, "load_balancers").filter(
    (each) => within(each) && (!fromOutside || each.scheme === "internet-facing"),
  );
  return [
    ...[...interfaces, ...databases].map(({ id }): Target => ({ id, ports: null })),
    ...balancers.map(({ id, listeners }): Target => {
      const open = declared.flatMap((entry) => (entry.load_balancer === id ? [entry.port] : []));
      if (open.length === 0) return { id, ports: null };
      return { id, ports: listeners.flatMap(({ port }) => (open.includes(port) ? [] : [port])) };
    }),
  ];
}

/** Only what has an address that the internet can send to. */
function faces(each: {
  readonly public_ip: string | null;
  readonly secondary?: readonly { readonly public_ip: string | null }[];
  readonly ipv6?: readonly string[];
}): boolean {
  const secondary = each.secondary?.some(({ public_ip }) => public_ip !== null) ?? false;
  // Without a list of them any interface may have an IPv6 address.
  return each.public_ip !== null || secondary || each.ipv6 === undefined || each.ipv6.length > 0;
}

function exceptions(estate: Estate, names: readonly string[]): ReadonlySet<string> {
  const places = names.filter((name) => name !== PUBLIC_ENTRIES).flatMap((name) => placesNamed(estate, name));
  return new Set([...places, ...places.flatMap((place) => vpcsOfPlace(estate, place))]);
}
