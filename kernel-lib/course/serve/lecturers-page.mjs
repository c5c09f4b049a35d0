// The page on which `npm start -- --originals` opens: every chapter, its solutions, and what to do with them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";

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
  const chapters = namesIn(join(project, "notebooks")).filter((name) => /^\d\d-.*\.ipynb$/.test(name));
  const solutions = namesIn(join(project, "solutions"));
  const rows = chapters.map((file) => {
    const name = file.replace(/\.ipynb$/, "");
    const exercises = solutions.includes(name) ? `[exercises with solutions](solutions/${name}/${file})` : "none";
    return `| [${Number(name.slice(0, 2))}. ${titleOf(join(project, "notebooks", file))}](notebooks/${file}) | ${exercises} |`;
  });
  return `# Verteilt: the originals

What you change here is what students get. Cells, slide types and exercises are explained in
[For lecturers](kernel-lib/course/for-lecturers.md).

| Chapter | Exercises |
| :--- | :--- |
${rows.join("\n")}

Also here: [the glossary](notebooks/Glossary.md), [the course for students](README.md).

## In a terminal

| to | type |
| :--- | :--- |
| check the chapters | \`npm run chapters\` |
| make a chapter's slides | \`npm run slides -- 04\` |
| show it to a room | \`npm start -- --present 04\` |
| make the students' exercises of the solutions | \`npm run release\` |
| mark what was handed in | \`npm run autograde -- DIR\` |

A change of an exercise reaches students only with \`npm run release\`; never edit \`exercises/\` by hand.
`;
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * A notebook's first heading; the file's name where there is none.
 * @param {string} file
 */
function titleOf(file) {
  const name = file.replace(/^.*[\\/]|\.ipynb$/g, "");
  try {
    /** @type {{ cells: { source: string | string[] }[] }} */
    const { cells } = JSON.parse(readFileSync(file, "utf8"));
    const heading = cells.map(({ source }) => /^# (.+)$/m.exec([source].flat().join(""))?.[1]).find(Boolean);
    return (heading ?? name).replaceAll("|", "\\|");
  } catch {
    return name;
  }
}
