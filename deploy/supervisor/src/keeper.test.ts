import { expect, test, vi } from "vitest";
import { type Handle, Keeper, type KeptStatus } from "./keeper.ts";

/** Something to keep whose lives end when the test says so. */
function kept(answers: () => boolean = () => true) {
  const lives: { end(why: string): void; stopped: boolean }[] = [];
  return {
    lives,
    kept: {
      name: "thing",
      async start(): Promise<Handle> {
        const { promise, resolve } = Promise.withResolvers<string>();
        const life = { end: resolve, stopped: false };
        lives.push(life);
        const stop = async () => {
          life.stopped = true;
          resolve("stopped");
        };
        return { pid: lives.length, exited: promise, stop };
      },
      answers: async () => answers(),
    },
  };
}

test("what dies is started again, and says why it ended", async () => {
  const { lives, kept: thing } = kept();
  const seen: KeptStatus[] = [];
  const keeper = new Keeper(thing, (status) => seen.push(status));
  await keeper.start();
  expect(keeper.status).toMatchObject({ state: "up", pid: 1, restarts: 0 });
  lives[0]?.end("ended by SIGKILL");
  await vi.waitFor(() => expect(keeper.status).toMatchObject({ state: "up", pid: 2, restarts: 1 }));
  expect(seen.some(({ state, message }) => state === "restarting" && message === "ended by SIGKILL")).toBe(true);
  await keeper.stop();
  expect(keeper.status.state).toBe("stopped");
  expect(lives).toHaveLength(2);
  expect(lives[1]?.stopped).toBe(true);
});

test("one that never answers and keeps ending fails the start, and is tried on", async () => {
  const { lives, kept: thing } = kept(() => false);
  const start = thing.start;
  const keeper = new Keeper(
    {
      ...thing,
      start: async () => {
        const handle = await start();
        lives.at(-1)?.end("ended with code 1: no database");
        return handle;
      },
    },
    () => undefined,
  );
  await expect(keeper.start()).rejects.toThrow("`thing` keeps failing: ended with code 1: no database");
  expect(keeper.status.state).toBe("crashing");
  await keeper.stop();
});

test("a start that throws counts as a life that ended", async () => {
  let attempts = 0;
  const { kept: thing } = kept();
  const keeper = new Keeper(
    {
      ...thing,
      start: async () => {
        attempts += 1;
        if (attempts === 1) throw new RangeError("not yet");
        return thing.start();
      },
    },
    () => undefined,
  );
  await keeper.start();
  expect(attempts).toBe(2);
  expect(keeper.status).toMatchObject({ state: "up", message: "not yet", restarts: 1 });
  await keeper.stop();
});
