// Which port JupyterLab may listen on. Only loopback is looked at: the server listens nowhere else.
import { createServer } from "node:net";
import { Failure } from "../command/failure.mjs";

/** JupyterLab listens here and nowhere else. */
export const loopback = "127.0.0.1";

/** Where the search for a free port begins; Jupyter's own default. */
const usual = 8888;

/**
 * The port to use: the one asked for, or the first free one from 8888 on. Throws a Failure if it is taken.
 * @param {string | undefined} asked "0" stands for any free one
 * @returns {Promise<number>}
 */
export async function choosePort(asked) {
  if (asked === undefined) return firstFree(usual);
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port > 65535)
    throw new Failure(`"${asked}" is not a port; expected a number from 0 to 65535.`, {
      fix: "npm start -- --port 8899",
      code: 2,
    });
  if (port === 0) return /** @type {Promise<number>} */ (tryPort(0));
  const free = await tryPort(port);
  if (free === undefined) throw await portTaken(port);
  return free;
}

/** @param {number} port */
export async function portTaken(port) {
  const other = await firstFree(port + 1);
  return new Failure(`Port ${port} is taken, perhaps by a JupyterLab that is still running.`, {
    fix: `npm start -- --port ${other}`,
  });
}

/** @param {number} from */
async function firstFree(from) {
  for (let port = from; port < Math.min(from + 200, 65536); port++) if (await tryPort(port)) return port;
  return /** @type {Promise<number>} */ (tryPort(0));
}

/**
 * @param {number} port
 * @returns {Promise<number | undefined>} undefined when it is taken or not allowed
 */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
