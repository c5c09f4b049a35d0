// npm start: sets up what is missing and opens the course in JupyterLab.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm start [-- --present CHAPTER | --originals] [--no-browser] [--port N]

Sets up what is missing (see npm run setup -- --help), then opens the course in JupyterLab. Ctrl-C stops it.
JupyterLab listens on this machine only, and the address it prints holds the token that lets you in.

  --no-browser   do not open a browser, only print the address
  --port N       listen on this port (0: any free one); by default the first free one from 8888 on
  --present 04   for lecturers: show chapter 4 to a room, in large type, with links to its slides. It begins afresh in
                 work/present/; what students have in work/ is left alone
  --originals    for lecturers: show the whole project, to edit notebooks/ and solutions/ themselves
  --help         this text
`;

if (nodeIsNewEnough()) start();

async function start() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { choosePort } = await import("./serve/ports.mjs");
  const { endWithNpm } = await import("./serve/parents.mjs");
  const { startServer, studentsView } = await import("./serve/server.mjs");
  const { originalsView } = await import("./serve/lecturers.mjs");
  const { chapterNamed, hasSlides, layOut, lectureView } = await import("./serve/present.mjs");
  const { say, step } = await import("./command/steps.mjs");
  const { isShared, root } = await import("./command/paths.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { followProgress } = await import("./serve/work.mjs");
  await main({
    name: "npm start",
    help,
    options: {
      "no-browser": { type: "boolean" },
      port: { type: "string" },
      originals: { type: "boolean" },
      present: { type: "string" },
    },
    async act({ values }) {
      const { originals, present } = values;
      if (originals && present !== undefined)
        throw new Failure("--originals is for editing and --present for a lecture; give one of them.", { code: 2 });
      if (originals && isShared)
        throw new Failure(`The originals in ${root} are shared by many, so they are not edited there.`, {
          fix: "start a checkout of your own, without VERTEILT_HOME: npm start -- --originals",
        });
      const chapter = present === undefined ? undefined : chapterNamed(String(present));
      // A taken port is reported before the long steps, not after them.
      const port = await choosePort(/** @type {string | undefined} */ (values.port));
      await setUp();
      const browser = !values["no-browser"];
      if (chapter) for (const path of layOut(chapter)) say(`  Kept from an earlier lecture: work/present/${path}`);
      const view = chapter ? lectureView(chapter) : originals ? originalsView() : studentsView;
      endWithNpm();
      const server = await step("Starting JupyterLab", () => startServer({ port, browser, view }));
      if (view === studentsView) followProgress();
      if (chapter && !hasSlides(chapter))
        say(`  Its slides are not made yet, so there are no links to them: npm run slides -- ${chapter.slice(0, 2)}`);
      say(`\nThe course is open at\n  ${server.url}\nTo stop it, press Ctrl+C here.`);
      return server.ended;
    },
  });
}
