// npm run slides: every chapter as one offline HTML file and a PDF in build/slides/.
import { nodeIsNewEnough } from "./node-version.mjs";

const help = `
npm run slides [-- CHAPTER...] [--no-pdf]

Makes the slides of every chapter, or of those named (01, 05-communication, notebooks/01-....ipynb):
  build/slides/NN-name.html   one file, needs no network; S opens the speaker view with notes, ? lists the keys
  build/slides/NN-name.pdf    one page a slide; needs an installed Chromium or Chrome (CHROMIUM names another one)

Each chapter runs in the real kernel, again only when it or the library has changed. A cell that fails, a cell without a
slide type, or a slide on which something does not fit ends this with a message that names it.

  --no-pdf   HTML only
  --help     this text
`;

if (nodeIsNewEnough()) slides();

async function slides() {
  const { main } = await import("./main.mjs");
  const { setUp } = await import("./install.mjs");
  await main({
    name: "npm run slides",
    help,
    options: { "no-pdf": { type: "boolean" } },
    takesRest: true,
    async act({ values, rest }) {
      await setUp({ again: "npm run slides" });
      const { makeSlides } = await import("./slides/make.mjs");
      await makeSlides(rest, { pdf: !values["no-pdf"] });
    },
  });
}
