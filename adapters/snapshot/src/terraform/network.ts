import type { Call } from "../aws/call.ts";
import type { Collection } from "../aws/collection.ts";
import { type Place, placeOfArn } from "../aws/place.ts";
import type { Values } from "./resource.ts";

export type Item = Record<string, unknown>;

interface Entry {
  readonly item: Item;
  readonly values: Values;
  readonly place: Place;
}

interface Addition {
  readonly call: Call;
  readonly id: string;
  readonly key: string;
  readonly value: Item;
  readonly values: Values;
}

/**
 * The answers that AWS would give about what Terraform describes. Several resources make up one item (a table and its routes,
 * a group and its rules), so items grow by id until all resources are read, and are put into the collection then.
 */
export class TerraformNetwork {
  private readonly items = new Map<Call, Map<string, Entry>>();
  /** What belongs into an item that may not have come yet. */
  private additions: Addition[] = [];
  private readonly defaults: Place;

  constructor(defaults: Place) {
    this.defaults = defaults;
  }

  /** An item of a call's answer, under the id that others refer to. */
  put(call: Call, id: string, values: Values, item: Item): void {
    const arn = values.maybeText("arn");
    const own = arn === null ? null : placeOfArn(arn);
    const place = {
      region: values.maybeText("region") ?? own?.region ?? this.defaults.region,
      account: values.maybeText("owner_id") ?? own?.account ?? this.defaults.account,
    };
    const items = this.items.get(call) ?? new Map<string, Entry>();
    this.items.set(call, items);
    items.set(id, { item, values, place });
  }

  has(call: Call, id: string): boolean {
    return this.items.get(call)?.has(id) ?? false;
  }

  /** Adds to a list of an item, whichever of the two is read first. */
  append(call: Call, id: string, key: string, value: Item, values: Values): void {
    this.additions.push({ call, id, key, value, values });
  }

  /** All items of a call as they stand, to be completed by what AWS itself would add. */
  each(call: Call): readonly Entry[] {
    return [...(this.items.get(call)?.values() ?? [])];
  }

  /** Puts additions where they belong. What belongs to an item that Terraform does not have makes its call doubtful. */
  settle(collection: Collection, file: string): void {
    for (const { call, id, key, value, values } of this.additions) {
      const item = this.items.get(call)?.get(id)?.item;
      if (item === undefined) {
        // Where the item itself could not be read, that is told already.
        if (collection.taints.has(call.name)) continue;
        const message = `${values.address} is a part of \`${id}\`, whose other parts Terraform does not have`;
        collection.findings.add({ code: "value_unknown", severity: "warning", message, file, path: values.address });
        collection.taint(call.name, message);
        continue;
      }
      const list = listIn(item, key);
      // A table that was refreshed lists the routes that are resources of their own, too.
      if (!list.some((one) => identity(one) === identity(value))) list.push(value);
      item[key] = list;
    }
    this.additions = [];
  }

  pourInto(collection: Collection, file: string): void {
    for (const [call, items] of this.items) {
      for (const { item, values, place } of items.values()) {
        const path = values.address;
        const result = call.item.safeParse(item);
        if (result.success) {
          collection.add(call, { value: result.data, file, path, place });
          continue;
        }
        const [issue] = result.error.issues;
        const message = `${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unexpected form"}`;
        collection.findings.add({ code: "item_malformed", severity: "error", message, file, path });
        collection.taint(call.name, message);
      }
    }
  }
}

export function listIn(item: Item, key: string): Item[] {
  const list = item[key];
  return Array.isArray(list) ? (list as Item[]) : [];
}

const NAMES = [
  "DestinationCidrBlock",
  "DestinationIpv6CidrBlock",
  "DestinationPrefixListId",
  "RuleNumber",
  "Egress",
  "Cidr",
];

/** What two descriptions of one route, one entry or one rule have in common. */
function identity(item: Item): string {
  const found = NAMES.filter((key) => item[key] !== undefined && item[key] !== null).map((key) => [key, item[key]]);
  return JSON.stringify(found.length > 0 ? found : item);
}

/** Reads one resource into the network. */
export type Translate = (values: Values, network: TerraformNetwork) => void;

export interface Translation {
  /** Calls whose answers hold what the resource says; they are doubtful where it can't be read. */
  readonly calls: readonly Call[];
  readonly translate: Translate;
}

export function translation(calls: readonly Call[], translate: Translate): Translation {
  return { calls, translate };
}
