// The environment Jupyter's programs run in: the project's own, so that neither the settings in a user's home nor an
// activated Python environment change anything, and nothing of ours lands there.
import { delimiter, join } from "node:path";
import { state, venv, venvPrograms } from "./paths.mjs";

/** Jupyter's settings, data and connection files. */
export const jupyterHome = join(state, "jupyter");

/** A copy of kernel-lib/course/serve/jupyter/, made by set-up: Jupyter also writes into this folder. */
export const jupyterConfig = join(jupyterHome, "config");

/**
 * Environment variables for JupyterLab, nbconvert and nbgrader. `.venv`'s programs come first on PATH, because nbgrader
 * calls `alembic` by name.
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnv() {
  const env = pythonEnv();
  for (const name of ["JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_NO_CONFIG"]) delete env[name];
  return {
    ...env,
    // Our settings come before those of packages.
    JUPYTER_PREFER_ENV_PATH: "0",
    JUPYTER_CONFIG_DIR: jupyterConfig,
    JUPYTER_DATA_DIR: join(jupyterHome, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyterHome, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(jupyterHome, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyterHome, "workspaces"),
    IPYTHONDIR: join(jupyterHome, "ipython"),
  };
}

/**
 * Environment variables for `.venv`'s Python.
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonEnv() {
  const env = { ...process.env };
  // Windows calls it Path; with two spellings in one environment, either could win.
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  for (const name of ["PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX"]) delete env[name];
  return {
    ...env,
    [key]: [venvPrograms, env[key]].filter(Boolean).join(delimiter),
    VIRTUAL_ENV: venv,
    PIP_USER: "0",
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
  };
}
