// npm run worker: lends this computer to a farm, for sweeps, marking, and nodes of systems that its owner runs.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run worker -- LINK [--name NAME] [--jobs N]

Lends this computer, until Ctrl+C, to the farm of a link farm://..., which npm run farm prints (the one without #). The owner of
the farm can then use it for sweeps, for marking, and to run nodes of a system:
  sweep(grid, f, { on: farm("LINK#...") })
  npm run autograde -- DIR --farm "LINK#..."
  run(system, { engine: cluster("LINK#...", { place: { server: "NAME" } }) })
What comes is code, so take a link of your own only. It runs in the enclosure of marking, without network and without your
files, which needs Linux with bubblewrap. What this computer does is said in a line each.

  --name NAME  by which others see this computer, and place nodes here (its own name and a number, by default)
  --jobs N     how many jobs of sweeps and marking at a time (as many as there are processors by default)
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
    options: { name: { type: "string" }, jobs: { type: "string" } },
    async act({ values, rest }) {
      const [link] = rest;
      if (link === undefined || rest.length > 1)
        throw new Failure(`Expected one link, got ${rest.length}.`, { fix: 'npm run worker -- "farm://..."', code: 2 });
      const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
      if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64))
        throw new Failure(`--jobs takes a whole number from 1 to 64, got ${JSON.stringify(values.jobs)}.`, {
          fix: `npm run worker -- "${link}" --jobs 2`,
          code: 2,
        });
      await setUp({ again: "npm run worker" });
      const name = values.name === undefined ? undefined : String(values.name);
      await (await import("./serve/farm.mjs")).workOn(link, { name, jobs });
    },
  });
}
