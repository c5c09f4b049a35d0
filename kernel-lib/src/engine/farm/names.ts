// A farm's streams and subjects, and who may use which. The server enforces it: a worker takes jobs, gives results and
// speaks as itself; it submits nothing and reads no result.
import { createHmac } from "node:crypto";
import type { Rights } from "../cluster/nkey.js";

/** Lets workers in, and keeps the streams. */
export const GATE = "_farm";
/** Submits jobs and reads results, and runs systems. */
export const OWNER = "_owner";
/** The owner, where the server tells who disconnects. */
export const WATCHER = "_watcher";
export const ACCOUNT = "FARM";

/** Jobs that wait or are being done: each is handed to one worker at a time. */
export const JOBS = "JOBS";
/** All workers take from it. */
export const WORKERS = "workers";
/** The first result of each job. */
export const RESULTS = "RESULTS";

/** How often a job is tried. */
export const TRIES = 3;

export const jobSubject = (campaign: string, id: string) => `job.${campaign}.${id}`;
/** Only who was handed a job knows its id, which nobody can guess: no worker can answer for another. */
export const resultSubject = (campaign: string, id: string) => `result.${campaign}.${id}`;
/** Says that a campaign is over. */
export const cancelSubject = (campaign: string) => `cancel.${campaign}`;
/** Answers as long as a campaign is wanted. */
export const aliveSubject = (campaign: string) => `alive.${campaign}`;
/** One who runs systems asks who lends a machine for that. */
export const callSubject = (driver: string) => `call.${driver}`;
/** Mail between one who runs systems and the workers that run its nodes, or between two of these. */
export const mailSubject = (driver: string, to: string, from: string) => `mail.${driver}.${to}.${from}`;
/** A worker introduces itself. */
export const helloSubject = (worker: string) => `hello.${worker}`;
/** What a worker says about its work. */
export const newsSubject = (worker: string) => `news.${worker}`;
/** Where answers to a worker come. */
export const inboxOf = (worker: string) => `inbox.${worker}`;

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export function isWorkerName(name: unknown): name is string {
  return typeof name === "string" && NAME.test(name);
}

/** The owner's password as `WATCHER`, made of the one that its link has. */
export function watcherPassword(owner: string): string {
  return createHmac("sha256", owner).update(WATCHER).digest("base64url");
}

/** What any worker with the farm's token may do: ask whether it fits. */
export function greetingRights(worker: string): Rights {
  return { publish: [helloSubject(worker)], subscribe: [`${inboxOf(worker)}.>`] };
}

/** What a worker of the farm's version may do. */
export function workerRights(worker: string): Rights {
  return {
    publish: [
      ...[helloSubject(worker), newsSubject(worker), aliveSubject("*"), resultSubject("*", "*")],
      mailSubject("*", "*", worker),
      `$JS.API.CONSUMER.INFO.${JOBS}.${WORKERS}`,
      `$JS.API.CONSUMER.MSG.NEXT.${JOBS}.${WORKERS}`,
      `$JS.ACK.${JOBS}.${WORKERS}.>`,
    ],
    subscribe: [`${inboxOf(worker)}.>`, cancelSubject("*"), callSubject("*"), mailSubject("*", worker, "*")],
  };
}
