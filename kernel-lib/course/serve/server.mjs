// JupyterLab as a child process: started on loopback with a token, watched until it answers, stopped with us.
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Failure, tail } from "../command/failure.mjs";
import { jupyterConfig, jupyterEnv } from "../command/jupyter-env.mjs";
import { root, venvBin, work } from "../command/paths.mjs";
import { launch, logFile } from "../command/run.mjs";
import { installLecturersConfig, lecturersConfig } from "./lecturers.mjs";
import { loopback, portTaken } from "./ports.mjs";

/** ms JupyterLab may take until it answers; a cold disk needs the most of it. */
const patience = 120_000;

/**
 * @typedef {object} Server
 * @property {string} url opens the start page, with the token
 * @property {Promise<number>} ended the exit code, once JupyterLab has ended on its own
 */

/**
 * Starts JupyterLab and returns once it answers. Throws a Failure with the end of its log if it does not.
 * @param {{ port: number, browser: boolean, originals: boolean }} options whether JupyterLab opens a browser, and
 *   whether it shows the whole project instead of the copies in `work/`
 * @returns {Promise<Server>}
 */
export async function startServer({ port, browser, originals }) {
  const token = process.env.JUPYTER_TOKEN ?? randomBytes(24).toString("hex");
  const log = logFile("jupyterlab");
  const out = openSync(log, "w");
  const page = originals ? "/lab" : "/lab/tree/Start.md";
  const config = originals ? lecturersConfig : jupyterConfig;
  if (originals) installLecturersConfig();
  const args = [
    ["-m", "jupyterlab", `--config=${join(config, "jupyter_server_config.json")}`],
    [`--ServerApp.root_dir=${originals ? root : work}`, `--LabApp.default_url=${page}`],
    [
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--ServerApp.open_browser=${browser ? "True" : "False"}`,
    ],
    // Root has no other way to use Jupyter, as in a container, and may do everything there anyway.
    process.getuid?.() === 0 ? ["--ServerApp.allow_root=True"] : [],
  ].flat();
  const env = { ...jupyterEnv(), JUPYTER_CONFIG_DIR: config, JUPYTER_TOKEN: token };
  const child = launch(venvBin("python"), args, { cwd: root, env, stdio: ["ignore", out, out] });
  closeSync(out);
  /** @type {number | undefined} */
  let code;
  const ended = new Promise((resolve) => {
    child.once("exit", (status) => resolve((code = status ?? 1)));
    child.once("error", () => resolve((code = 1)));
  });
  const origin = `http://${loopback}:${port}`;
  for (const begun = Date.now(); !(await answers(`${origin}/api`)); await pause(100)) {
    if (code !== undefined) {
      if (/already in use|Errno 98|Errno 48|WinError 10048/.test(tail(log, 60))) throw await portTaken(port);
      throw new Failure("JupyterLab did not start.", { log, fix: "delete .venv, then run: npm start" });
    }
    if (Date.now() - begun > patience) throw new Failure(`JupyterLab does not answer on port ${port}.`, { log });
  }
  return { url: `${origin}${page}?token=${token}`, ended };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
