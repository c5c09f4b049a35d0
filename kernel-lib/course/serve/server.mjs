// JupyterLab as a child process: started on loopback with a token, watched until it answers, stopped with us.
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readCourse } from "../command/course.mjs";
import { Failure, tail } from "../command/failure.mjs";
import { jupyterConfig, jupyterEnv } from "../command/jupyter-env.mjs";
import { course, home, isShared, products, state, venvBin, work } from "../command/paths.mjs";
import { launch, logFile } from "../command/run.mjs";
import { words } from "../words/words.mjs";
import { loopback, portTaken } from "./ports.mjs";

/** ms JupyterLab may take until it answers; a cold disk needs the most of it. */
const patience = 120_000;

/** Python finds what it is started from: our server extension. */
const besideServer = join(course, "serve", "server");

/**
 * @typedef {object} View what JupyterLab shows
 * @property {string} folder its files
 * @property {string} page the path it opens on
 * @property {string} config Jupyter's configuration folder
 * @property {NodeJS.ProcessEnv} [env] more of the environment that kernels get
 *
 * @typedef {object} Server
 * @property {string} url opens the start page, with the token
 * @property {Promise<number>} ended the exit code, once JupyterLab has ended on its own
 */

/**
 * The copies in `work/`, opened on the start page.
 * @type {View}
 */
export const studentsView = { folder: work, page: "/lab/tree/Start.md", config: jupyterConfig };

/**
 * Starts JupyterLab and returns once it answers. Throws a Failure with the end of its log if it does not.
 * @param {{ port: number, browser: boolean, view: View }} options whether JupyterLab opens a browser, and what it shows
 * @returns {Promise<Server>}
 */
export async function startServer({ port, browser, view }) {
  const token = process.env.JUPYTER_TOKEN ?? randomBytes(24).toString("hex");
  const log = logFile("jupyterlab");
  const out = openSync(log, "w");
  const settings = serverSettings(view);
  const args = [
    ...["-m", "jupyterlab", ...settings.args, `--ServerApp.port=${port}`, "--ServerApp.port_retries=0"],
    `--ServerApp.open_browser=${browser ? "True" : "False"}`,
    // Root has no other way to use Jupyter, as in a container, and may do everything there anyway.
    ...(process.getuid?.() === 0 ? ["--ServerApp.allow_root=True"] : []),
  ];
  const env = { ...settings.env, JUPYTER_TOKEN: token };
  const child = launch(venvBin("python"), args, { cwd: settings.cwd, env, stdio: ["ignore", out, out] });
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
  return { url: `${origin}${view.page}?token=${token}`, ended };
}

/**
 * What shows a view, whichever of Jupyter's programs serves it.
 * @param {View} view
 * @returns {{ args: string[], env: NodeJS.ProcessEnv, cwd: string }}
 */
export function serverSettings({ folder, page, config, env }) {
  return {
    args: [
      `--config=${join(config, "jupyter_server_config.json")}`,
      `--ServerApp.root_dir=${folder}`,
      `--LabApp.default_url=${page}`,
    ],
    env: {
      ...jupyterEnv(),
      JUPYTER_CONFIG_DIR: config,
      VERTEILT_NODE: process.execPath,
      VERTEILT_SLIDES: join(products, "slides"),
      // Through which slides find the room that a notebook has opened.
      VERTEILT_ROOM: join(state, "room.json"),
      VERTEILT_BOARD: JSON.stringify(words(readCourse().language).board),
      // For what the server starts: a kernel, a page to hand in. In an install of one's own it would mislead others.
      ...(isShared && { VERTEILT_HOME: home }),
      PYTHONDONTWRITEBYTECODE: "1",
      ...env,
    },
    cwd: besideServer,
  };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
