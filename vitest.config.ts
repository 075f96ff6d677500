import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Half of the time went into loading the same modules anew for each file. Nothing here keeps state in a module that another file could trip over.
    isolate: false,
    // Much of what is tried waits for processes and sockets, so a core to spare would be a core unused.
    maxWorkers: "100%",
    // Long enough for a machine that does much else at the same time: what hangs is found all the same, and nothing fails for being slow.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
