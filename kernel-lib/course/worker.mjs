// npm run worker: lends this computer to systems that its user runs elsewhere.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run worker -- LINK [--name NAME]

Lends this computer to run(system, { engine: cluster(OWNER) }), until Ctrl+C. Code is shipped to it and runs with your rights:
take a link of your own only. The server behind it is one that you have started: npm run room -- --serve prints the link,
and the owner's line for cluster(...).

  --name NAME  by which to place nodes here: cluster(OWNER, { place: { server: "NAME" } })
  --help       this text
`;

if (nodeIsNewEnough()) worker();

async function worker() {
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { setUp } = await import("./setup/install.mjs");
  await main({
    name: "npm run worker",
    help,
    takesRest: true,
    options: { name: { type: "string" } },
    async act({ values, rest }) {
      const [link] = rest;
      if (link === undefined || rest.length > 1)
        throw new Failure(`Expected one link, got ${rest.length}.`, {
          fix: 'npm run worker -- "http://..."',
          code: 2,
        });
      await setUp({ again: "npm run worker" });
      const { lend } = await import("./serve/room.mjs");
      await lend(link, values.name === undefined ? undefined : String(values.name));
    },
  });
}
