import { startProcess } from "../process.ts";

startProcess(async ({ config, log }) => {
  if (config.settings["mode"] === "rejecting") void Promise.reject(new Error("nobody heard this"));
  return {
    close: async () => {
      log.info("closed_by_test");
      if (config.settings["mode"] === "hanging") await new Promise(() => setInterval(() => undefined, 1000));
    },
  };
});
