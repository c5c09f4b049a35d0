import { defineConfig } from "vitest/config";

// Tests start kernels, servers and browsers: two at a time, in processes of their own, with time to do so.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-library.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
