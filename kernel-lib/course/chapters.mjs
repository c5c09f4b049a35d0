// npm run chapters: how long each chapter is, and what it still owes its readers.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run chapters [-- --write]

Lists every chapter with the minutes its lecture takes, and the minutes of what is marked "more". Then names what
breaks a rule of kernel-lib/course/for-lecturers.md, with the cell and how to fix it.

  --write   put one sentence on a line, write the computed minutes into the chapters, and what the kernel says about itself
            into chapters and solutions, so that opening one does not change it
  --help    this text
`;

if (nodeIsNewEnough()) chapters();

async function chapters() {
  const { main } = await import("./command/main.mjs");
  const { say } = await import("./command/steps.mjs");
  const { formatChapters, listChapters, chapterProblems } = await import("./authoring/chapters.mjs");
  await main({
    name: "npm run chapters",
    help,
    options: { write: { type: "boolean" } },
    async act({ values }) {
      if (values.write) for (const file of formatChapters()) say(`  written: ${file}`);
      for (const line of listChapters()) say(line);
      const problems = chapterProblems();
      for (const problem of problems) say(`  - ${problem}`);
      return problems.length > 0 ? 1 : 0;
    },
  });
}
