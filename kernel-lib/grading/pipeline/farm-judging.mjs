// Judging on a farm: what a student's cells earn, found out by a worker. What it says is read part by part.
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../../course/command/paths.mjs";
import { beforeStop } from "../../course/command/run.mjs";
import { unpackFinding } from "./farm-findings.mjs";
import { verdictOn } from "./judging.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./judging.mjs").Prepared} Prepared */
/** @typedef {import("./judging.mjs").Verdict} Verdict */

/** How many submissions are in the farm at a time: more than its workers do, and few enough to be in memory. */
export const AT_A_TIME = 64;

/** Marking, as a farm's campaign. Interrupted, it is taken out of the farm. */
export class FarmJudging {
  #campaign;
  #language;
  #count = 0;
  #unregister = () => {};
  isClosed = false;

  /**
   * @param {import("../../src/engine/farm/campaign.js").Campaign} campaign
   * @param {string} language of reports
   */
  constructor(campaign, language) {
    this.#campaign = campaign;
    this.#language = language;
    this.#unregister = beforeStop(() => this.close());
  }

  /**
   * @param {string} link the owner's
   * @param {string} language
   * @param {(line: string) => void} say what workers do
   */
  static async begin(link, language, say) {
    const path = join(root, "kernel-lib", "dist", "src", "engine", "farm", "campaign.js");
    const { Campaign } = createRequire(import.meta.url)(path);
    const campaign = await Campaign.begin(
      link,
      "npm run autograde",
      (/** @type {unknown} */ _board, /** @type {string | undefined} */ line) => line !== undefined && say(line),
    );
    return new FarmJudging(campaign, language);
  }

  /**
   * Judges a notebook that has been taken in.
   * @param {Notebook} notebook
   * @param {Prepared} prepared
   * @returns {Promise<{ verdicts: Verdict[], seconds: number }>} seconds of processor time
   */
  async judge(notebook, { tests }) {
    if (this.isClosed) throw new Error("The marking was stopped.");
    const cells = notebook.cells
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ cell_type, metadata, source }) => ({ cell_type, metadata, source }));
    const asked = tests.map((test) => ({ ...test, kinds: [...test.kinds] }));
    const body = JSON.stringify({ notebook: { cells }, tests: asked, language: this.#language });
    const result = await this.#campaign.submit("mark", `notebook ${++this.#count}`, body);
    if (!result.ok) throw named("PutAside", `put aside after three tries, the last by ${result.by}: ${result.why}`);
    const said = JSON.parse(result.body);
    if (typeof said?.uncompilable === "string") throw named("Uncompilable", said.uncompilable);
    const findings = tests.map(({ cell }, i) => unpackFinding(said?.findings?.[i], cell));
    const verdicts = await Promise.all(findings.map((one, i) => verdictOn(one, tests[i]?.points ?? 0)));
    return { verdicts, seconds: Number(said?.seconds) || 0 };
  }

  /** So many submissions more are to come. @param {number} count */
  expect(count) {
    this.#campaign.expect(count);
  }

  /** A worker gives its judge up by itself. */
  reset() {}

  async close() {
    this.isClosed = true;
    this.#unregister();
    await this.#campaign.end();
  }
}

/**
 * @param {string} name
 * @param {string} message
 */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}
