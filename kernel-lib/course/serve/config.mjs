// Jupyter's settings in variants: those of students, changed for lecturers or for a lecture, in a folder of their own.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";
import { course } from "../command/paths.mjs";

const students = join(course, "serve", "jupyter");

/**
 * @typedef {Record<string, any>} Settings
 *
 * @param {string} folder gets the settings
 * @param {{ change?: (settings: Settings, name: string) => Settings, styles?: string }} variant what becomes of each JSON
 *   file, and what is added to the style sheet (nothing by default)
 */
export function installConfig(folder, { change = (settings) => settings, styles = "" }) {
  for (const name of readdirSync(students, { recursive: true, encoding: "utf8" })) {
    const read = () => readFileSync(join(students, name), "utf8");
    if (name.endsWith(".css")) writeWhole(join(folder, name), `${read()}${styles}`);
    if (name.endsWith(".json"))
      writeWhole(join(folder, name), `${JSON.stringify(change(JSON.parse(read()), name), null, 2)}\n`);
  }
}
