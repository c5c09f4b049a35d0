// Judges one submission at a worker of a farm, enclosed: asked over its input, it answers over its output, and ends.
import { createRequire } from "node:module";
import { words } from "../../course/words/words.mjs";
import { packFinding } from "./farm-findings.mjs";
import { Judging } from "./judging.mjs";

const { reply } = createRequire(import.meta.url)("../../dist/grading/farm/inside/reply.js");

reply(async (/** @type {string} */ text) => {
  const { notebook, tests, language } = JSON.parse(text);
  process.env.VERTEILT_LANGUAGE = language;
  const judging = new Judging("bubblewrap", words(language).feedback);
  try {
    const prepared = tests.map((/** @type {any} */ test) => ({ ...test, kinds: new Map(test.kinds) }));
    const { findings, seconds } = await judging.find(notebook, { tests: prepared });
    return JSON.stringify({ findings: findings.map(packFinding), seconds });
  } catch (error) {
    // It will be the same at any other worker.
    if (error instanceof Error && error.name === "Uncompilable") return JSON.stringify({ uncompilable: error.message });
    throw error;
  } finally {
    judging.close();
  }
});
