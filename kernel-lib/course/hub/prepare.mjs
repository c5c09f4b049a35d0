// Makes a student's folder ready, and says what singleuser.py then becomes: jupyterhub-singleuser with the course's
// settings. Left out: who may log in, and everything else that is the hub's own (jupyterhub_config.py).
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../command/main.mjs";
import { home, venvBin } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";
import { serverSettings, studentsView } from "../serve/server.mjs";
import { setUp } from "../setup/install.mjs";
import { exchangeView } from "./exchange.mjs";

const help = `
node kernel-lib/course/hub/prepare.mjs DESCRIPTOR

For singleuser.py: brings the copies in VERTEILT_HOME up to date and writes what to start as JSON to DESCRIPTOR.
`;

/** A server ends by itself when nothing has run in it for so long (s), and a kernel that no page shows. */
const IDLE_SERVER_S = 2 * 3600;
const IDLE_KERNEL_S = 3600;

await main({
  name: "the start of a student's server",
  help,
  takesRest: true,
  async act({ rest: [descriptor] }) {
    mkdirSync(home, { recursive: true });
    chmodSync(home, 0o700);
    await bringUpToDate();
    const { VERTEILT_EXCHANGE: exchange } = process.env;
    const view = exchange ? exchangeView(exchange) : studentsView;
    writeFileSync(Number(descriptor), JSON.stringify(singleUser(view)));
  },
});

/** A student whose disk is full has to get at the files that fill it. */
async function bringUpToDate() {
  try {
    await setUp({ again: "npm run setup" });
  } catch (error) {
    if (!existsSync(join(studentsView.config, "jupyter_server_config.json"))) throw error;
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== "ENOSPC" && code !== "EDQUOT") throw error;
    say(`The copies in ${home} stay as they are: ${message}`);
  }
}

/** @param {import("../serve/server.mjs").View} view */
function singleUser(view) {
  const { args, env, cwd } = serverSettings(view);
  return {
    command: venvBin("python"),
    args: [
      ...["-m", "jupyterhub.singleuser", ...args],
      `--ServerApp.shutdown_no_activity_timeout=${IDLE_SERVER_S}`,
      `--MappingKernelManager.cull_idle_timeout=${IDLE_KERNEL_S}`,
    ],
    env: { ...env, JUPYTERHUB_ROOT_DIR: view.folder, JUPYTERHUB_DEFAULT_URL: view.page },
    cwd,
  };
}
