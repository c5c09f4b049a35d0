// Jupyter's settings for lecturers, who see the originals: those of students, with nbgrader's extension switched on. It
// collects into submitted/, where `npm run autograde -- submitted` marks, and shows the gradebook that this leaves.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";
import { jupyterHome } from "../command/jupyter-env.mjs";
import { course, root, state } from "../command/paths.mjs";

const students = join(course, "serve", "jupyter");
const grading = join(course, "..", "grading", "pipeline", "nbgrader_config.py");

/** Jupyter's configuration folder for lecturers. */
export const lecturersConfig = join(jupyterHome, "config-lecturers");

/** Where nbgrader on this machine releases to and collects from. */
const exchange = join(state, "exchange");

/** Writes the settings, and makes the folders that nbgrader collects from and into. */
export function installLecturersConfig() {
  for (const name of readdirSync(students, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".css")) writeWhole(join(lecturersConfig, name), readFileSync(join(students, name)));
    if (name.endsWith(".json")) {
      const settings = JSON.parse(readFileSync(join(students, name), "utf8"));
      writeWhole(join(lecturersConfig, name), `${JSON.stringify(forLecturers(settings), null, 2)}\n`);
    }
  }
  writeWhole(join(lecturersConfig, "nbgrader_config.py"), nbgraderConfig());
  for (const folder of [join(root, "submitted"), exchange]) mkdirSync(folder, { recursive: true });
}

/**
 * Lecturers make exercises and collect them; to fetch and hand in is for students, who do not need nbgrader for it.
 * @param {{ ServerApp?: { jpserver_extensions: Record<string, boolean> },
 *   disabledExtensions?: Record<string, boolean> }} settings
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
c.CourseDirectory.course_id = "verteilt"
c.CourseDirectory.db_url = ${text(`sqlite:///${join(root, "submitted", "gradebook.db")}`)}
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = ".verteilt/autograded"
c.CourseDirectory.feedback_directory = "submitted/feedback"
c.Exchange.root = ${text(exchange)}
`;
}
