import { type ModuleConfig, referencesIn } from "./configuration.ts";
import type { TerraformResource } from "./resource.ts";

/** Attributes by which others refer to a resource that does not exist yet, and what stands for them: its address, and what AWS makes with it. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  id: "",
  arn: "",
  main_route_table_id: "/main",
  default_route_table_id: "/main",
  default_network_acl_id: "/default-acl",
  default_security_group_id: "/default-group",
  association_default_route_table_id: "/default",
  propagation_default_route_table_id: "/default",
  primary_network_interface_id: "/interface",
  transit_gateway_attachment_id: "/attachment",
};

/** An instance of a resource in a plan, taken apart by its address. */
export interface Instance {
  readonly resource: TerraformResource;
  /** Names of the modules that it is in, outermost first. */
  readonly modules: readonly string[];
  /** With the modules' keys: instances of one module belong together. */
  readonly moduleAddress: string;
  /** `aws_subnet.private`. */
  readonly name: string;
  readonly index: string | number | null;
}

export interface ResolveOptions {
  /** Whether several ids are wanted, so that a resource with `count` can stand for all its instances. */
  readonly list: boolean;
  /** Types that can be meant, where this is known: others of the references stand for other attributes. */
  readonly kind: RegExp | undefined;
}

interface Search extends ResolveOptions {
  readonly from: Instance;
  /** Whether the expression picks by the index of its own resource. */
  readonly counted: boolean;
}

/** Finds what a reference in a configuration means, as far as that is one thing. */
export class References {
  private readonly root: ModuleConfig;
  private readonly byName: ReadonlyMap<string, readonly Instance[]>;
  /** What was taken to go together and may not. */
  readonly assumptions = new Set<string>();

  constructor(root: ModuleConfig, instances: readonly Instance[]) {
    this.root = root;
    this.byName = Map.groupBy(instances, ({ modules, name }) => [...modules, name].join("/"));
  }

  /** The expressions of an instance's configuration. */
  expressionsOf({ modules, name }: Instance): Readonly<Record<string, unknown>> {
    const config = this.moduleAt(modules);
    return config?.resources?.find(({ address }) => address === name)?.expressions ?? {};
  }

  private moduleAt(modules: readonly string[]): ModuleConfig | undefined {
    return modules.reduce<ModuleConfig | undefined>((at, name) => at?.module_calls?.[name]?.module, this.root);
  }

  /** Ids that an expression's references stand for, each once; null where one of them can't be told. */
  resolve(references: readonly string[], from: Instance, options: ResolveOptions): string[] | null {
    const counted = references.some((one) => /^(?:count\.index|each\.(?:key|value))/.test(one));
    const found = this.all(references, from.modules, { ...options, from, counted }, 0);
    return found === null || found.length === 0 ? null : [...new Set(found)];
  }

  private all(
    references: readonly string[],
    modules: readonly string[],
    search: Search,
    depth: number,
  ): string[] | null {
    const found: string[] = [];
    for (const one of references) {
      // Terraform lists a reference with its attribute and without it.
      const shorter = references.some(
        (other) => other.length > one.length && other.startsWith(one) && /^[.[]/.test(other.slice(one.length)),
      );
      if (shorter || /^(?:count|each|path|terraform)\./.test(one)) continue;
      const ids = this.one(one, modules, search, depth);
      if (ids === null) return null;
      found.push(...ids);
    }
    return found;
  }

  private one(reference: string, modules: readonly string[], search: Search, depth: number): string[] | null {
    if (depth > 20) return null;
    const output = /^module\.([^.[]+)(?:\[[^\]]*\])?\.([^.[]+)/.exec(reference);
    if (output) {
      const [, name = "", key = ""] = output;
      const inside = [...modules, name];
      return this.all(referencesIn(this.moduleAt(inside)?.outputs?.[key]?.expression), inside, search, depth + 1);
    }
    const variable = /^var\.([^.[]+)/.exec(reference)?.[1];
    if (variable !== undefined) {
      const outer = modules.slice(0, -1);
      const call = this.moduleAt(outer)?.module_calls?.[modules.at(-1) ?? ""];
      const references = referencesIn(call?.expressions?.[variable]);
      return modules.length === 0 ? null : this.all(references, outer, search, depth + 1);
    }
    const resource = /^(([a-z0-9_]+)\.[^.[]+)(?:\[("?)([^\]"]*)\3\])?(?:\.(.+))?$/.exec(reference);
    if (!resource || /^(?:data|local|self)\./.test(reference)) return null;
    const [, name = "", type = "", , key, attribute = "id"] = resource;
    if (search.kind !== undefined && !search.kind.test(type)) return [];
    const instances = this.instances([...modules, name].join("/"), key, search);
    const ids = (instances ?? []).map((one) => idOf(one, attribute));
    return instances === null || ids.includes(null) ? null : ids.filter((id) => id !== null);
  }

  /** One instance; all of them where a list is wanted; the one with the same key where both are counted alike. */
  private instances(
    name: string,
    key: string | undefined,
    { from, counted, list }: Search,
  ): readonly Instance[] | null {
    const all = this.byName.get(name) ?? [];
    const near = all.filter(({ moduleAddress }) => moduleAddress === from.moduleAddress);
    const own = near.length > 0 ? near : all;
    if (key !== undefined && key !== "" && key !== "*") {
      const found = own.find(({ index }) => String(index) === key);
      return found === undefined ? null : [found];
    }
    if (own.length === 1) return own;
    if (own.length === 0) return null;
    const alike = (this.byName.get([...from.modules, from.name].join("/")) ?? []).filter(
      ({ moduleAddress }) => moduleAddress === from.moduleAddress,
    );
    const twin = counted && alike.length === own.length ? own.find(({ index }) => index === from.index) : undefined;
    if (twin !== undefined) {
      this.assumptions.add(`${from.resource.address} is taken to go with ${twin.resource.address}`);
      return [twin];
    }
    if (!list || counted) return null;
    this.assumptions.add(`${from.resource.address} is taken to go with all of ${name.replaceAll("/", ".")}`);
    return own;
  }
}

function idOf({ resource }: Instance, attribute: string): string | null {
  const known = resource.values[attribute];
  if (typeof known === "string") return known;
  const stands = Object.hasOwn(STANDS_FOR, attribute) ? STANDS_FOR[attribute] : undefined;
  return stands === undefined ? null : `${resource.address}${stands}`;
}
