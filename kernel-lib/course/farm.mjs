// npm run farm: opens a farm, in which one's own machines do sweeps and marking, and run nodes.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run farm [-- --host NAME] [--port PORT]

Opens a farm on this computer, until Ctrl+C, prints its two links, and shows what each worker does.
  npm run worker -- LINK             lends a machine to it; needs the second link only
  sweep(..., { on: farm("LINK#...") })                  in a notebook: the first link, which makes its owner
  run(system, { engine: cluster("LINK#...", { place }) })  the same: its nodes run on workers
  npm run autograde -- DIR --farm "LINK#..."
What a worker gets is code, so keep the first link to yourself. Links, certificate and what waits are kept in .verteilt/farm:
opened again, the farm has the same links. Delete that folder for new ones.

  --host NAME  the name or address by which workers on other machines reach this one; without it, only this one does
  --port PORT  to listen on (4282, or the one of the last time, if that is free)
  --help       this text
`;

if (nodeIsNewEnough()) farm();

async function farm() {
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { setUp } = await import("./setup/install.mjs");
  await main({
    name: "npm run farm",
    help,
    options: { host: { type: "string" }, port: { type: "string" } },
    async act({ values }) {
      const port = values.port === undefined ? undefined : Number(values.port);
      if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535))
        throw new Failure(`--port is ${JSON.stringify(values.port)}; a port is a number from 1 to 65535.`, { code: 2 });
      await setUp({ again: "npm run farm" });
      const { keepFarm } = await import("./serve/farm.mjs");
      await keepFarm({ host: values.host === undefined ? undefined : String(values.host), port });
    },
  });
}
