// npm start: sets up what is missing and opens the course in JupyterLab.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm start [-- --no-browser] [--port N]

Sets up what is missing (see npm run setup -- --help), then opens the course in JupyterLab. Ctrl-C stops it.
JupyterLab listens on this machine only, and the address it prints holds the token that lets you in.

  --no-browser   do not open a browser, only print the address
  --port N       listen on this port (0: any free one); by default the first free one from 8888 on
  --originals    for lecturers: show the whole project, to edit notebooks/ and solutions/ themselves
  --help         this text
`;

if (nodeIsNewEnough()) start();

async function start() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { choosePort } = await import("./serve/ports.mjs");
  const { endWithNpm } = await import("./serve/parents.mjs");
  const { startServer } = await import("./serve/server.mjs");
  const { say, step } = await import("./command/steps.mjs");
  const { followProgress } = await import("./serve/work.mjs");
  await main({
    name: "npm start",
    help,
    options: {
      "no-browser": { type: "boolean" },
      port: { type: "string" },
      originals: { type: "boolean" },
    },
    async act({ values }) {
      // A taken port is reported before the long steps, not after them.
      const port = await choosePort(/** @type {string | undefined} */ (values.port));
      await setUp();
      const browser = !values["no-browser"];
      endWithNpm();
      const server = await step("Starting JupyterLab", () =>
        startServer({ port, browser, originals: Boolean(values.originals) }),
      );
      if (!values.originals) followProgress();
      say(`\nThe course is open at\n  ${server.url}\nTo stop it, press Ctrl+C here.`);
      return server.ended;
    },
  });
}
