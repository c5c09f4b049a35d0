// Jupyter's settings for lecturers, who see the originals: those of students, with nbgrader's extension switched on. It
// collects into submitted/, where `npm run autograde -- submitted` marks, and shows the gradebook that this leaves.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";
import { jupyterHome } from "../command/jupyter-env.mjs";
import { course, root, state } from "../command/paths.mjs";
import { installConfig } from "./config.mjs";
import { writeLecturersPage } from "./lecturers-page.mjs";

const grading = join(course, "..", "grading", "pipeline", "nbgrader_config.py");

/** Jupyter's configuration folder for lecturers. */
export const lecturersConfig = join(jupyterHome, "config-lecturers");

/** Nobody edits these; the first five are Jupyter's own. */
const hidden = ["__pycache__", "*.pyc", "*.pyo", ".DS_Store", "*~", "node_modules", "dist", "*.tsbuildinfo"];

/** The course's name within an exchange. */
export const COURSE_ID = "verteilt";

/** Where nbgrader releases to and collects from: on this machine alone, unless VERTEILT_EXCHANGE names a hub's. */
const exchange = process.env.VERTEILT_EXCHANGE ?? join(state, "exchange");

/**
 * The whole project, with the originals, opened on a page that links them.
 * @returns {import("./server.mjs").View}
 */
export function originalsView() {
  installLecturersConfig();
  writeLecturersPage(root);
  // Who edits a chapter has to see which of its checks are not met.
  return { folder: root, page: "/lab/tree/Start.md", config: lecturersConfig, env: { VERTEILT_CHECKS: "strict" } };
}

/** Writes the settings, and makes the folders that nbgrader collects from and into. */
export function installLecturersConfig() {
  installConfig(lecturersConfig, { change: forLecturers });
  writeWhole(join(lecturersConfig, "nbgrader_config.py"), nbgraderConfig());
  for (const folder of [join(root, "submitted"), exchange]) mkdirSync(folder, { recursive: true });
}

/**
 * Lecturers make exercises and collect them; to fetch and hand in is for students, who do not need nbgrader for it.
 * @param {import("./config.mjs").Settings} settings
 */
function forLecturers({ ServerApp, disabledExtensions, ...rest }) {
  const { "@jupyter/nbgrader": _all, ...others } = disabledExtensions ?? {};
  const parts = Object.fromEntries(
    ["assignment-list", "course-list", "validate-assignment"].map((name) => [`@jupyter/nbgrader:${name}`, true]),
  );
  return {
    ...rest,
    ...(ServerApp && {
      ServerApp: {
        ...ServerApp,
        jpserver_extensions: { ...ServerApp.jpserver_extensions, "nbgrader.server_extensions.formgrader": true },
      },
      ContentsManager: { hide_globs: hidden },
    }),
    ...(disabledExtensions && { disabledExtensions: { ...others, ...parts } }),
  };
}

/** nbgrader's settings: those we mark with, and where things lie. */
function nbgraderConfig() {
  const text = (/** @type {string} */ value) => JSON.stringify(value);
  return `# Written by npm start -- --originals.
load_subconfig(${text(grading)})  # noqa: F821
c = get_config()  # noqa: F821
c.CourseDirectory.root = ${text(root)}
c.CourseDirectory.course_id = ${text(COURSE_ID)}
c.CourseDirectory.db_url = ${text(`sqlite:///${join(root, "submitted", "gradebook.db")}`)}
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = ".verteilt/autograded"
c.CourseDirectory.feedback_directory = "submitted/.verteilt/feedback"
c.Exchange.root = ${text(exchange)}
`;
}
