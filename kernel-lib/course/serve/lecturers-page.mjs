// The page on which `npm start -- --originals` opens: every chapter, its solutions, and what to do with them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCourse } from "../command/course.mjs";
import { writeWhole } from "../command/files.mjs";
import { words } from "../words/words.mjs";

/**
 * Writes the page into the project's top folder, where its links begin.
 * @param {string} project
 */
export function writeLecturersPage(project) {
  writeWhole(join(project, "Start.md"), lecturersPage(project));
}

/**
 * @param {string} project the top folder
 * @returns {string} Markdown
 */
export function lecturersPage(project) {
  const { name: course, about, chapters, leftOut, language } = readCourse(project);
  const said = words(language).originals;
  const rows = [...chapters.map(({ name }) => name), ...leftOut].map((name) => {
    const solution = `solutions/${name}/${name}.ipynb`;
    const exercises = existsSync(join(project, solution)) ? `[${said.solutions}](${solution})` : said.none;
    const file = `notebooks/${name}.ipynb`;
    return [`[${Number(name.slice(0, 2))}. ${titleOf(join(project, file), name)}](${file})`, exercises];
  });
  const commands = [
    [said.check, "npm run chapters"],
    [said.slides, "npm run slides -- 04"],
    [said.present, "npm start -- --present 04"],
    [said.release, "npm run release"],
    [said.mark, "npm run autograde -- DIR"],
  ].map(([what = "", command]) => [what, `\`${command}\``]);
  const also = [`[${said.glossary}](notebooks/Glossary.md)`, `[${said.settings}](notebooks/course.json)`];
  return `# ${[course, about].filter(Boolean).join(": ")}

${said.about.join("\n")}

${table(said.columns, rows)}

${also.join(", ")}

## ${said.terminal}

${table(said.commands, commands)}

${said.byHand}
`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly string[][]} rows
 */
function table(head, rows) {
  return [head, head.map(() => ":---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/**
 * A notebook's first heading; the file's name where there is none.
 * @param {string} file
 * @param {string} name
 */
function titleOf(file, name) {
  try {
    /** @type {{ cells: { source: string | string[] }[] }} */
    const { cells } = JSON.parse(readFileSync(file, "utf8"));
    const heading = cells.map(({ source }) => /^# (.+)$/m.exec([source].flat().join(""))?.[1]).find(Boolean);
    return (heading ?? name).replaceAll("|", "\\|");
  } catch {
    return name;
  }
}
