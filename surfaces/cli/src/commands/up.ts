import { resolve } from "node:path";
import type { SystemOptions } from "@trias/supervisor";
import {
  lockHolder,
  PROCESSES,
  type ProcessName,
  startDetached,
  systemStatus,
  waitUntilComplete,
} from "@trias/supervisor/state";
import { type Command, InvalidArgumentError, Option } from "commander";
import { addCommand, type Context, list, number, numberOption, type Options, text } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { Outcome } from "../output.ts";
import { statusLines } from "../show/status.ts";
import { whatNext } from "../show/what-next.ts";
import { runUntilStopped } from "../up-view.ts";
import { statusObject } from "./status.ts";

export function upCommand(program: Command): void {
  addCommand(program, {
    name: "up",
    summary: "start the whole system on this machine and show who is up",
    examples: ["up", "up --detach", "up --port-base 7500 --state-dir /tmp/second", "up --estate my-network.yaml"],
    options: [
      new Option("--detach", "go on in the background; `trias down` stops it"),
      numberOption("--port-base <port>", "exactly these ports: the base plus 1 to 7", 1024, 65_500),
      new Option("--powers <list>", "only these processes, separated by commas").argParser(parsePowers),
      new Option("--estate <file>", "another network for the sandbox than the sample, at the first start"),
      new Option("--charter <folder>", "another charter than `charter/`"),
      new Option("--model <file>", "models beside the rules, with their keys (docs/model.md); `none` takes them away"),
    ],
    run: (context, _args, options) =>
      options["detach"] === true ? upDetached(context, options) : upHere(context, options),
  });
}

async function upDetached(context: Context, options: Options): Promise<Outcome> {
  const { layout } = context;
  if (lockHolder(layout) !== null) context.out.progress("the system runs already");
  else await startDetached(layout, forwarded(options));
  await waitUntilComplete(layout, 180_000);
  const powers = list(options, "powers");
  const { waitUntilReady } = await import("@trias/supervisor");
  // A part alone may never be ready: what it lacks was left out on purpose.
  const patienceMs = powers.length === 0 ? 60_000 : 10_000;
  await waitUntilReady(layout, patienceMs, (name) => powers.length === 0 || powers.includes(name));
  // Those that were asked for are ready, or the wait above has thrown.
  return { ...(await statusOutcome(context)), exit: EXIT.done };
}

async function upHere(context: Context, options: Options): Promise<Outcome | undefined> {
  const { layout, out } = context;
  if (lockHolder(layout) !== null) {
    out.progress("the system runs already");
    return statusOutcome(context);
  }
  const { optionsFromEnvironment, startSystem } = await import("@trias/supervisor");
  const wanted = {
    ...optionsFromEnvironment(process.env),
    ...systemOptions(context, options),
    log: (line: string) => out.progress(line),
  };
  await runUntilStopped(() => startSystem(wanted), out);
  return undefined;
}

async function statusOutcome({ layout }: Context): Promise<Outcome> {
  const status = await systemStatus(layout);
  return {
    exit: status.ready ? EXIT.done : EXIT.serviceDown,
    object: statusObject(layout, status),
    text: () => [...statusLines(status), "", ...whatNext()].join("\n"),
  };
}

function systemOptions(context: Context, options: Options): SystemOptions {
  const powers = list(options, "powers") as readonly ProcessName[];
  return {
    stateDir: context.layout.state,
    portBase: number(options, "portBase"),
    powers: powers.length === 0 ? undefined : powers,
    estate: text(options, "estate"),
    charterDir: text(options, "charter"),
    model: text(options, "model"),
    environment: process.env,
  };
}

function forwarded(options: Options): string[] {
  const args: string[] = [];
  const powers = list(options, "powers");
  const portBase = number(options, "portBase");
  if (portBase !== undefined) args.push("--port-base", String(portBase));
  if (powers.length > 0) args.push("--powers", powers.join(","));
  for (const name of ["estate", "charter"]) {
    const value = text(options, name);
    // The background process does not run in this folder.
    if (value !== undefined) args.push(`--${name}`, resolve(value));
  }
  const model = text(options, "model");
  if (model !== undefined) args.push("--model", model === "none" ? model : resolve(model));
  return args;
}

function parsePowers(given: string): string[] {
  const names = given.split(",").map((name) => name.trim());
  const known = PROCESSES.map(({ name }): string => name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new InvalidArgumentError(`\`${stranger}\` is none of ${known.join(", ")}.`);
  return names;
}
