// The room's commands: whether a room can be reached, step by step, and a server for rooms of lecturers elsewhere.
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { root } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";

const load = createRequire(import.meta.url);
const cluster = join(root, "kernel-lib", "dist", "src", "engine", "cluster");
const REACH_MS = 5000;

/**
 * Goes the way of a student's laptop: page, server, name, a question to the lecturer's side, good-bye.
 * @param {string} link
 */
export async function checkRoom(link) {
  const { resolveLink } = load(join(cluster, "link.js"));
  const { joinRoom } = load(join(cluster, "member.js"));
  const began = performance.now();
  const invitation = await step("The page of the link", () => resolveLink(link));
  await step(`The server's port ${invitation.port}`, () => reach(invitation.host, invitation.port));
  const name = `check-${Math.random().toString(36).slice(2, 7)}`;
  const member = await step(`Joining "${invitation.room}" as ${name}`, () => joinRoom(link, { as: name }));
  const { error } = await step("A question to the lecturer's side", () => member.clock());
  await step("Leaving", () => member.stop());
  say(`The room can be used from here. An answer takes ${(2 * error).toFixed(1)} ms; all of this took \
${((performance.now() - began) / 1000).toFixed(1)} s.
Now open the link on a phone in the same network: it shows "${invitation.room}" and, when one is asked, a question.`);
}

/** @param {{ host: any, page: number, server: number }} options */
export async function serveRooms({ host, page, server }) {
  const { startServer } = load(join(cluster, "room-server.js"));
  const running = await startServer("The room", { page, server }, host);
  say(`A server for rooms is running here, until Ctrl+C. On the lecturer's laptop, set

  VERTEILT_NATS="${running.owner}"

before npm start, or write openClass(name, { url: "..." }) with it. It makes its owner: keep it to yourself.
What the class gets is the link that openClass shows, ${running.links[0]}`);
  await new Promise((done) => {
    process.once("SIGINT", done);
    process.once("SIGTERM", done);
    running.gone.then(done);
  });
  await running.end();
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} act
 */
async function step(what, act) {
  try {
    const result = await act();
    say(`  ok   ${what}`);
    return result;
  } catch (error) {
    say(`  --   ${what}`);
    throw new Failure(/** @type {Error} */ (error).message, {
      fix: 'see "A class as one live system" in kernel-lib/course/for-lecturers.md',
    });
  }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<void>}
 */
function reach(host, port) {
  return new Promise((done, fail) => {
    const socket = connect({ host, port, timeout: REACH_MS }, () => {
      socket.destroy();
      done();
    });
    const why = "The page answers, and the room's port does not: a firewall lets one through and not the other.";
    socket.on("timeout", () => socket.destroy(new Error(why)));
    socket.on("error", (error) => fail(new Error(error.message === why ? why : `${why} (${error.message})`)));
  });
}
