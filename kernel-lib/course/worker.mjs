// npm run worker: lends this computer to a farm, or to systems that its user runs elsewhere.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run worker -- LINK [--name NAME] [--jobs N]

Lends this computer, until Ctrl+C: to the farm of a link farm://..., which npm run farm prints, for sweeps and marking; or, with
a link http://... that npm run room -- --serve prints, to run(system, { engine: cluster(OWNER) }). Code is shipped to it, so take
a link of your own only. A farm's code runs in the enclosure of marking, which needs Linux with
bubblewrap; nodes of a cluster run with your rights.

  --name NAME  by which others see this computer (its own, by default), and place nodes here:
               cluster(OWNER, { place: { server: "NAME" } })
  --jobs N     of a farm: how many jobs at a time (as many as there are processors by default)
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
      if (link.startsWith("http")) await (await import("./serve/room.mjs")).lend(link, name);
      else await (await import("./serve/farm.mjs")).workOn(link, { name, jobs });
    },
  });
}
