// What a JupyterHub needs, for npm run setup -- --hub: Python's part in `.venv`, and the proxy, beside the hub in
// `.verteilt/hub`, so that neither weighs on students who have the course to themselves.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hash } from "../command/files.mjs";
import { course, state } from "../command/paths.mjs";
import { cleanInstall } from "./npm.mjs";
import { stamp, stamped } from "./stamp.mjs";
import { addToVenv } from "./venv.mjs";

const proxy = join(state, "hub");
const pins = ["package.json", "package-lock.json"].map((name) => join(course, "hub", "proxy", name));

/** Whether it was installed before: a later set-up renews it. */
export const hasHub = () => existsSync(proxy);

/** @param {string} again the command to name in messages */
export async function addHub(again) {
  mkdirSync(proxy, { recursive: true });
  await addToVenv("hub", { label: "Installing JupyterHub", log: "pip-hub", again });
  const inputs = hash(...pins.map((file) => readFileSync(file)), process.platform, process.arch);
  if (stamped(proxy, inputs)) return;
  for (const file of pins) copyFileSync(file, join(proxy, basename(file)));
  await cleanInstall({ label: "Installing the hub's proxy", log: "npm-hub", cwd: proxy, again });
  stamp(proxy, inputs);
}
