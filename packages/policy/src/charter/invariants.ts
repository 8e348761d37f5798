import { z } from "zod";
import { PolicyError } from "../errors.ts";
import { nameSchema } from "./values.ts";

const placeSchema = z.string().min(1).max(256);
const packetSchema = z.strictObject({
  protocol: z.enum(["tcp", "udp", "icmp"]),
  port: z.int().min(0).max(65_535).nullable(),
});

/** What must hold on every estate, as one line of `invariants.txt` says it. */
export const invariantSchema = z.discriminatedUnion("rule", [
  z.strictObject({
    id: nameSchema,
    text: z.string().min(1).max(1000),
    rule: z.literal("never"),
    from: z.array(placeSchema).min(1).max(50),
    to: z.array(placeSchema).min(1).max(50),
    /** Places of the far end that may be reached all the same. */
    except: z.array(placeSchema).max(50),
    /** What must not pass; empty for anything. */
    packets: z.array(packetSchema).max(20),
  }),
  z.strictObject({
    id: nameSchema,
    text: z.string().min(1).max(1000),
    rule: z.literal("inspected"),
    /** Where packets to the internet come from that have to pass a firewall. */
    from: z.array(placeSchema).min(1).max(50),
  }),
]);
export type Invariant = z.infer<typeof invariantSchema>;

const MOST = 1000;
const PLACE = /^(?:[a-z0-9][a-z0-9-]*\*?|(?:environment|compliance|residency|owner|segment):[a-z0-9][a-z0-9-]*)$/;
const LABEL = /^([a-z0-9][a-z0-9-]{0,63}):\s+(.*)$/;
const NEVER = /^(.+?) never reaches (.+?)(?: on (.+?))?(?: except (.+))?$/;
const EGRESS = /^every egress of (.+) passes inspection$/;
const PACKET = /^(?:(tcp|udp) (\d{1,5})|(tcp|udp|icmp))$/;

/**
 * Reads invariants, one a line; `#` begins a comment.
 *
 *     [label: ]<places> never reaches <places>[ on <packets>][ except <places>]
 *     [label: ]every egress of <places> passes inspection
 *
 * A place is `internet`, `on-premises`, a segment, several by their beginning (`nonprod-*`), what carries a tag
 * (`environment:production`), `public-entries` for what the charter lets face the internet, or an id; `or` stands between several.
 * Packets are `tcp 443`, `udp`, `icmp`, with `or` between. Throws a `PolicyError` with the line.
 */
export function parseInvariants(text: string, path: string): Invariant[] {
  const invariants = text.split(/\r?\n/).flatMap((line, i) => {
    const said = line.replace(/#.*$/, "").trim();
    return said === "" ? [] : [parseLine(said, `${path}:${i + 1}`)];
  });
  if (invariants.length <= MOST) return invariants;
  throw new PolicyError("charter_malformed", `${invariants.length} invariants; at most ${MOST} are taken`, {
    at: path,
  });
}

function parseLine(line: string, at: string): Invariant {
  const [, label, rest] = LABEL.exec(line) ?? [null, undefined, line];
  const text = (rest ?? "").replaceAll(/\s+/g, " ");
  const id = label ?? slug(text);
  const egress = EGRESS.exec(text);
  if (egress) return checked({ id, text, rule: "inspected", from: places(egress[1] ?? "", at) }, at);
  const never = NEVER.exec(text);
  if (!never) {
    throw malformed(`\`${text.slice(0, 100)}\` is no invariant`, at, [
      "`<places> never reaches <places>`",
      "`every egress of <places> passes inspection`",
    ]);
  }
  const [, from = "", to = "", on, except] = never;
  return checked(
    {
      id,
      text,
      rule: "never",
      from: places(from, at),
      to: places(to, at),
      except: except === undefined ? [] : places(except, at),
      packets: on === undefined ? [] : on.split(" or ").map((each) => packet(each.trim(), at)),
    },
    at,
  );
}

function checked(invariant: Invariant, at: string): Invariant {
  const read = invariantSchema.safeParse(invariant);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw malformed(`\`${invariant.text.slice(0, 100)}\`: ${issue?.path.join(".")} ${issue?.message}`, at, []);
}

function places(text: string, at: string): string[] {
  return text.split(" or ").map((each) => {
    const place = each.trim();
    if (PLACE.test(place)) return place;
    throw malformed(`\`${place.slice(0, 80)}\` is no place`, at, [
      "`internet`",
      "`on-premises`",
      "a segment such as `prod-data`",
      "`nonprod-*`",
      "`environment:production`",
      "`public-entries`",
    ]);
  });
}

function packet(text: string, at: string): z.infer<typeof packetSchema> {
  const [, withPort, port, alone] = PACKET.exec(text) ?? [];
  const protocol = withPort ?? alone;
  const number = port === undefined ? null : Number(port);
  const read = packetSchema.safeParse({ protocol, port: number });
  if (read.success) return read.data;
  throw malformed(`\`${text.slice(0, 40)}\` names no packets`, at, ["`tcp 443`", "`udp`", "`icmp`"]);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 64);
}

function malformed(message: string, at: string, expected: readonly string[]): PolicyError {
  return new PolicyError("charter_malformed", message, {
    at,
    ...(expected.length === 0 ? {} : { fix: `expected ${expected.join(", ")}` }),
  });
}
