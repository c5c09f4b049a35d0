// The rooms that know nothing of threads, in a page: what a bundler makes of them runs in Chromium as in Node, to the
// byte.
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as library from "kernel-lib";
import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { stepping } from "kernel-lib/dist/src/figure/steps/stepping.js";
import { steppingHtml } from "kernel-lib/dist/src/figure/steps/steps-page.js";
import type { Browser, Page } from "playwright-core";
import { build, type Plugin } from "vite";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { openBrowser } from "../support/chromium.js";
import { systems } from "./bundle/systems.js";

/** What a page has in place of Node's modules. Only code that is shipped to threads asks more of them. */
const STAND_INS: Record<string, string> = {
  "node:inspector": "export {};",
  "node:module": "export const createRequire = () => () => undefined;",
  "node:path": "export const dirname = String, join = (...parts) => parts.join('/');",
  "node:util": "export const format = String, inspect = String;",
  "node:vm": "export const constants = undefined, runInThisContext = eval;",
};
const standIns: Plugin = {
  name: "stand-ins",
  enforce: "pre",
  resolveId: (id) => (id.startsWith("node:") ? `\0${id}` : undefined),
  load: (id) => (id.startsWith("\0node:") ? STAND_INS[id.slice(1)] : undefined),
};

/** The script of the page. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    plugins: [standIns],
    resolve: { alias: [{ find: /^kernel-lib\/dist\//, replacement: join(root, "kernel-lib/") }] },
    define: { __dirname: "''", __filename: "''", "process.moduleLoadList": "[]" },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(root, "test/browser/bundle/page.ts"), formats: ["iife"], name: "page" },
    },
  });
  const [{ output }] = built as { output: { code: string }[] }[] as [{ output: { code: string }[] }];
  return output[0]!.code;
}

let browser: Browser | undefined;
let opened: Promise<Page> | undefined;
afterAll(() => browser?.close());

async function page(context: Parameters<typeof openBrowser>[0]): Promise<Page> {
  browser ??= await openBrowser(context);
  opened ??= (async () => {
    const page = await browser!.newPage();
    await page.addScriptTag({ content: await bundle() });
    return page;
  })();
  return opened;
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const inNode = systems(library);

describe("a bundle in a page", () => {
  for (const name of Object.keys(inNode) as (keyof typeof inNode)[])
    test(`gives ${name} the trace that Node gives it, and the same pictures`, async (context) => {
      const there = await (await page(context)).evaluate((name) => (globalThis as any).simulated(name), name);
      const here = await library.run(inNode[name], { engine: "simulator" });
      const trace = library.traceToJson(here.trace);
      expect(here.trace.events.length).toBeGreaterThan(6);
      expect(hash(there.trace)).toBe(hash(trace));
      expect(hash(there.again)).toBe(hash(trace));
      expect(hash(there.figure)).toBe(hash(JSON.stringify(bundleOf(library.spaceTime(here)))));
      expect(hash(there.steps)).toBe(hash(steppingHtml(stepping(here, undefined))));
    });
});
