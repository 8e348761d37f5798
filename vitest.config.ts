import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "{packages,powers,adapters,deploy,surfaces}/*/src/**/*.test.ts",
            "bench/src/**/*.test.ts",
            "tools/*.test.ts",
          ],
          // Generous on purpose: a slow machine is no failure, only what never ends is.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "system",
          include: ["tests/**/*.test.ts"],
          // These start databases and whole systems: side by side they would starve each other of ports and processor.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
