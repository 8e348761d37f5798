import type { System } from "@trias/supervisor";
import pc from "picocolors";
import type { Output } from "./output.ts";
import { statusLines } from "./show/status.ts";
import { whatNext } from "./show/what-next.ts";

const REFRESH_MS = 1000;

/** Starts a system and shows it until somebody stops it: one view that is kept up to date on a terminal, plain lines elsewhere. */
export async function runUntilStopped(start: () => Promise<System>, out: Output): Promise<void> {
  const stop = Promise.withResolvers<void>();
  let asked = 0;
  // From before the start on: what was started half-way is stopped as well.
  const onSignal = (): void => {
    asked += 1;
    // Whoever asks twice does not want to wait.
    if (asked > 1) process.exit(130);
    stop.resolve();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const system = await start();
    try {
      if (asked > 0) return;
      if (out.json || !process.stdout.isTTY) await plain(system, out, stop.promise);
      else await live(system, stop.promise);
    } finally {
      out.progress("stopping");
      await system.stop();
    }
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

async function plain(system: System, out: Output, stopped: Promise<void>): Promise<void> {
  await Promise.race([system.ready().catch(() => undefined), stopped]);
  let mode = "";
  for (;;) {
    const status = await system.status();
    if (mode === "" && !out.json) out.line([...statusLines(status), "", ...whatNext()].join("\n"));
    if (mode !== status.mode.id) out.progress(`mode: ${status.mode.text}`, { mode: status.mode.id });
    mode = status.mode.id;
    if (await over(stopped)) return;
  }
}

async function live(system: System, stopped: Promise<void>): Promise<void> {
  let height = 0;
  for (;;) {
    const status = await system.status();
    const head = `${pc.bold("Trias")}  ${pc.dim(`${system.layout.state}  ports ${system.portBase + 1}–${system.portBase + 7}`)}`;
    const lines = [head, "", ...statusLines(status), "", ...whatNext(), "", pc.dim("Ctrl-C stops it")]
      .join("\n")
      .split("\n");
    // Back to the first line of the view, and each line cleared before it is written again.
    process.stdout.write(
      `${height > 0 ? `\u001b[${height}A` : ""}${lines.map((line) => `\u001b[2K${line}\n`).join("")}\u001b[0J`,
    );
    height = lines.length;
    if (await over(stopped)) return;
  }
}

async function over(stopped: Promise<void>): Promise<boolean> {
  const timer = Promise.withResolvers<false>();
  const pause = setTimeout(() => timer.resolve(false), REFRESH_MS);
  const result = await Promise.race([stopped.then(() => true), timer.promise]);
  clearTimeout(pause);
  return result;
}
