import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Long enough for a machine that does much else at the same time: what hangs is found all the same, and nothing fails for being slow.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
