// Finds an installed Chromium or Chrome; nothing is downloaded.

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "../command/failure.mjs";

const ending = process.platform === "win32" ? ".exe" : "";
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const ELSEWHERE = {
  darwin: ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"].map(
    (path) => `/Applications/${path}`,
  ),
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) =>
    ["Chromium\\Application\\chrome", "Google\\Chrome\\Application\\chrome", "Microsoft\\Edge\\Application\\msedge"]
      .filter(() => process.env[name])
      .map((path) => join(process.env[name] ?? "", `${path}.exe`)),
  ),
};

/** How to get one, for messages. */
export const HOW_TO_GET_CHROMIUM = {
  darwin: "brew install --cask chromium",
  win32: "winget install Google.Chrome",
  linux: "sudo apt-get install chromium (Debian; elsewhere your distribution's chromium package)",
};

/** Keep Chromium quiet: no updates, no reporting, nothing from the network by itself. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The path of a Chromium or Chrome: what CHROMIUM names, else the first one found on PATH or in the usual places. Throws
 * if CHROMIUM names no program.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  if (named) {
    const found = [named, ...(/[\\/]/.test(named) ? [] : folders.map((folder) => join(folder, named)))].find(isProgram);
    if (found) return found;
    throw wrongChromium(`CHROMIUM is ${JSON.stringify(named)}, and there is no such program.`);
  }
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, `${name}${ending}`)));
  const usual = ELSEWHERE[/** @type {"darwin"} */ (process.platform)] ?? [];
  return [...onPath, ...usual].find(isProgram);
}

/**
 * @param {string} message
 * @returns {Failure}
 */
export function wrongChromium(message) {
  const fix = process.env.CHROMIUM
    ? `set CHROMIUM to the path of a Chromium or Chrome, or to nothing (${process.platform === "win32" ? "set CHROMIUM=" : "unset CHROMIUM"}): then one is looked for`
    : `install another one: ${howToGetChromium()}`;
  return new Failure(message, { fix, code: 2 });
}

/** The command that installs one on this system. */
export function howToGetChromium() {
  return HOW_TO_GET_CHROMIUM[/** @type {"linux"} */ (process.platform)] ?? HOW_TO_GET_CHROMIUM.linux;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
