// nbgrader's exchange for students of a hub: what is handed out lies in work/exercises/ already, so its panel hands
// in from there and fetches feedback to it. Only where the administrator names a folder (VERTEILT_EXCHANGE).
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";
import { jupyterHome } from "../command/jupyter-env.mjs";
import { installConfig } from "../serve/config.mjs";
import { COURSE_ID } from "../serve/lecturers.mjs";
import { studentsView } from "../serve/server.mjs";

const config = join(jupyterHome, "config-exchange");
const panel = "nbgrader.server_extensions.assignment_list";

/**
 * The students' view, with nbgrader's list of assignments.
 * @param {string} exchange the folder that lecturers and students share
 * @returns {import("../serve/server.mjs").View}
 */
export function exchangeView(exchange) {
  installConfig(config, { change: withPanel });
  writeWhole(join(config, "nbgrader_config.py"), settings(exchange));
  return { ...studentsView, config };
}

/** @param {import("../serve/config.mjs").Settings} settings */
function withPanel({ ServerApp, disabledExtensions, ...rest }) {
  const { "@jupyter/nbgrader": _all, ...others } = disabledExtensions ?? {};
  const off = ["create-assignment", "course-list", "formgrader", "validate-assignment"];
  const parts = Object.fromEntries(off.map((name) => [`@jupyter/nbgrader:${name}`, true]));
  return {
    ...rest,
    ...(ServerApp && {
      ServerApp: { ...ServerApp, jpserver_extensions: { ...ServerApp.jpserver_extensions, [panel]: true } },
    }),
    ...(disabledExtensions && { disabledExtensions: { ...others, ...parts } }),
  };
}

/** @param {string} exchange */
function settings(exchange) {
  const text = (/** @type {string} */ value) => JSON.stringify(value);
  return `# Written when the student's server starts.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = ${text(COURSE_ID)}
c.Exchange.root = ${text(exchange)}
c.Exchange.assignment_dir = ${text(join(studentsView.folder, "exercises"))}
`;
}
