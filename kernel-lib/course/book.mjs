// npm run book: the whole course as a folder of pages to read, in build/book/.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run book

Makes the course to read: chapters with what their cells show, exercises, glossary, search.
  build/book/index.html   open it from disk, or put the folder build/book on any web server; it needs no network

Each chapter runs in the real kernel, again only when it or the library has changed. A failing cell
or a broken link ends this with a message that names it; the previous book is kept.

  --help   this text
`;

if (nodeIsNewEnough()) book();

async function book() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  await main({
    name: "npm run book",
    help,
    async act() {
      await setUp({ again: "npm run book" });
      const { makeBook } = await import("./book/make.mjs");
      await makeBook();
    },
  });
}
