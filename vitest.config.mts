import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";

// Tests start kernels, servers and browsers: two at a time, in processes of their own, with time to do so. They look
// into the rooms of kernel-lib too, which its package.json opens to nobody else (tsconfig.json says the same to the
// compiler).
export default defineConfig({
  resolve: {
    alias: [{ find: /^kernel-lib\/dist\//, replacement: fileURLToPath(new URL("kernel-lib/dist/", import.meta.url)) }],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-library.ts"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
});
