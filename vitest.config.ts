import { defineConfig } from "vitest/config";

// Time limits end what hangs; no test measures speed, and builds on a busy machine take minutes.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 600_000 },
});
