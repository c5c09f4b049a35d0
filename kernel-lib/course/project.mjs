// npm run project: a folder for a group's own distributed application, which runs from the first minute.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run project -- NAME [--in FOLDER]

Makes work/projects/NAME: plain TypeScript on kernel-lib, two nodes that chat, a test that runs them in the simulator under
twenty seeds, one that tries every order of events, a README that leads through the seven steps of a design, and the sheet
by which it is graded. Try it: npm test and npm start in that folder. Then make it yours.

  NAME         small letters, digits and hyphens, such as my-chat
  --in FOLDER  make FOLDER/NAME instead, outside this course if you like; there, run npm install first
  --help       this text
`;

if (nodeIsNewEnough()) project();

async function project() {
  const { join, relative, resolve } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { root, work } = await import("./command/paths.mjs");
  const { say } = await import("./command/steps.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { makeProject } = await import("./project/make-project.mjs");
  await main({
    name: "npm run project",
    help,
    takesRest: true,
    options: { in: { type: "string" } },
    async act({ values, rest }) {
      const [name] = rest;
      if (name === undefined || rest.length > 1)
        throw new Failure(`Expected one name, got ${rest.length}${name ? `: ${JSON.stringify(rest)}` : ""}.`, {
          fix: "npm run project -- my-chat",
          code: 2,
        });
      await setUp({ again: "npm run project" });
      const parent = values.in === undefined ? join(work, "projects") : resolve(String(values.in));
      const folder = join(parent, name);
      await makeProject(name, folder);
      const outside = relative(root, folder).startsWith("..");
      say(`${folder} is there. Go there, and run:
  ${outside ? "npm install   then " : ""}npm test      the tests, all of which pass
  npm start     the chat on real threads; run.svg shows what happened
Then read its README.md: seven steps lead to your own application.`);
    },
  });
}
