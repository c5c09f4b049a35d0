// Notebooks say about their kernel what JupyterLab would write there, so that opening one changes nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { kernelInfo } from "kernel-lib/dist/kernel/session/kernel-info.js";
import { expect, test } from "vitest";
import { root } from "../../../kernel-lib/course/command/paths.mjs";
import { kernelMetadata } from "../../../kernel-lib/course/notebook/kernel-metadata.mjs";
import { readNotebook } from "../../../kernel-lib/course/notebook/notebook.mjs";
import { kernelspec } from "../../../kernel-lib/course/setup/kernelspec.mjs";

test("what stands in notebooks is what the kernel says", () => {
  expect(kernelMetadata.language_info).toEqual(kernelInfo.language_info);
  const { display_name, language } = kernelspec();
  expect(kernelMetadata.kernelspec).toEqual({ display_name, language, name: "verteilt" });
});

test.each(["notebooks", "solutions", "exercises"])("every notebook in %s says so", (folder) => {
  const notebooks = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|[\\/])\d\d-[^\\/]*\.ipynb$/.test(path) && !path.includes(".ipynb_checkpoints"))
    .map((path) => join(root, folder, path));
  expect(notebooks.length).toBeGreaterThan(5);
  const others = notebooks.filter((file) => {
    const { kernelspec, language_info } = readNotebook(file).metadata;
    return JSON.stringify([kernelspec, language_info]) !== JSON.stringify(Object.values(kernelMetadata));
  });
  expect(others, "run: npm run chapters -- --write, then npm run release").toEqual([]);
});
