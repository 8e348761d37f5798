import { startProcess } from "@trias/link";
import { parseValue } from "@trias/protocol";
import { listen } from "./server.ts";
import { identitySettingsSchema } from "./settings.ts";

startProcess(async ({ config }) => {
  const settings = parseValue(identitySettingsSchema, config.settings, "the settings of the identity provider");
  const server = await listen(config, settings);
  return {
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
});
