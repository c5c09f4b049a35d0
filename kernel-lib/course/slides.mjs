// npm run slides: every chapter as one offline HTML file and a PDF in build/slides/.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run slides [-- CHAPTER...] [--long] [--4x3] [--handout N] [--with-answers] [--without-answers] [--notes] [--no-pdf]

Makes the slides of every chapter, or of those named (01, 05-communication, notebooks/01-....ipynb):
  build/slides/NN-name.html   one file, needs no network; S opens the speaker view, M the chapter map, ? lists the keys
  build/slides/NN-name.pdf    one page per slide
  build/slides/NN-name.handout-2-without-answers.pdf
                              for students, to print: A4, two slides per sheet with lines below them, the answers of checkpoints
                              and what the notebook folds away left open, the chapter's terms at the end
PDF and handout need an installed Chromium or Chrome (CHROMIUM names another one).

Each chapter runs in the real kernel, again only when it or the library has changed. A failing cell, a cell without a
slide type, or a slide with too much on it (more than 60 words or 14 lines of code) ends this with a message that names it.

  --long       with the sections headed More: NN-name.long.html and .pdf
  --4x3        for an old projector: NN-name.4x3.html and .pdf, without a handout
  --handout N  slides on a sheet of the handout: 2 (the default, the only one whose type is never too small), 3 or 6; several
               as in --handout 2,6
  --with-answers     a handout with everything on the slides: NN-name.handout-2-with-answers.pdf
  --without-answers  the default; with both, both are made
  --notes      yours: what you say stands with the slides, answers too: NN-name.handout-2-with-answers-notes.pdf
  --no-pdf     HTML only
  --help       this text
`;

if (nodeIsNewEnough()) slides();

async function slides() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  await main({
    name: "npm run slides",
    help,
    options: {
      long: { type: "boolean" },
      "4x3": { type: "boolean" },
      handout: { type: "string" },
      notes: { type: "boolean" },
      "with-answers": { type: "boolean" },
      "without-answers": { type: "boolean" },
      "no-pdf": { type: "boolean" },
    },
    takesRest: true,
    async act({ values, rest }) {
      await setUp({ again: "npm run slides" });
      const { makeSlides } = await import("./slides/make.mjs");
      const { handouts } = await import("./slides/handout.mjs");
      const asked = handouts({
        perSheet: /** @type {string | undefined} */ (values.handout),
        notes: values.notes === true,
        withAnswers: values["with-answers"] === true,
        withoutAnswers: values["without-answers"] === true,
      });
      const ratio = values["4x3"] ? "4x3" : undefined;
      const wanted = { long: values.long === true, ratio, handouts: ratio ? [] : asked };
      await makeSlides(rest, { pdf: !values["no-pdf"], ...wanted });
    },
  });
}
