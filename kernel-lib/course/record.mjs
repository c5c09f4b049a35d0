// npm run record: keeps what cells show of the clock, from a run on a quiet machine.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run record [-- CHAPTER...] [--anyway]

Runs every chapter, or those named (04, 04-processes-and-threads), and keeps the outputs of cells with the tag "timed" in
notebooks/recorded/NN.json, with the machine's name: processor, cores, version of Node, date. Slides, handouts and book show
them with the caption "Recorded on ..." as long as the code of the chapter up to there is the same; in the notebook these
cells run live. Close everything else first: on a busy machine this stops before it begins.
Cells without the tag that show other times in another run are named.

  --anyway   record on a busy machine, too; slides and book then remind you to record again
  --help     this text
`;

if (nodeIsNewEnough()) record();

async function record() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { asTyped } = await import("./command/typed.mjs");
  const again = asTyped("npm run record");
  await main({
    name: "npm run record",
    help,
    options: { anyway: { type: "boolean" } },
    takesRest: true,
    async act({ values, rest }) {
      const { demandQuiet, recordChapter } = await import("./notebook/record.mjs");
      const { chapters } = await import("./slides/make.mjs");
      // Before the set-up, which keeps the machine busy itself.
      const machine = demandQuiet({ anyway: values.anyway === true, again });
      const files = chapters(rest);
      await setUp({ again });
      for (const file of files) await recordChapter(file, machine, { again });
    },
  });
}
