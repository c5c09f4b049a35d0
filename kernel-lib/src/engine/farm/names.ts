// A farm's streams and subjects, and who may use which. The server enforces it: a worker speaks as itself, to the gate
// and to campaigns; it submits nothing, reads no result, and has no part in the queue itself.
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
/** Jobs whose last try came to nothing, as the server reports them. */
export const TRIED = "TRIED";
export const TRIED_SUBJECT = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${JOBS}.${WORKERS}`;

/** How often a job is tried. */
export const TRIES = 3;

export const jobSubject = (campaign: string, id: string) => `job.${campaign}.${id}`;
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
/** A worker asks for a job, and waits so long for one (ms). */
export const takeSubject = (worker: string) => `take.${worker}`;
export const WAIT_MS = 2000;
/** Headers of a job: its place in the queue, and how often it was handed out. */
export const PLACE = "place";
export const TRY = "try";
/** What the queue has to know of a job that a worker has, by its place. */
export const signSubject = (worker: string, place: string) => `sign.${worker}.${place}`;
/** A worker gives the result of a job that it has. */
export const giveSubject = (worker: string, place: string) => `give.${worker}.${place}`;
/** What a worker says about its work. */
export const newsSubject = (worker: string) => `news.${worker}`;
/** How far a campaign is. */
export const progressSubject = (campaign: string) => `progress.${campaign}`;
/**
 * Where answers to a worker come, its jobs among them: under a secret of its own, since names are there for anyone to
 * take.
 */
export const inboxOf = (worker: string, secret: string) => `inbox.${worker}.${secret}`;

/**
 * Whether an answer may be sent there. Who may send to few subjects may still name any for the answer, which is then
 * sent with the rights of the one who answers.
 * @param worker whose inbox it has to be, if it is known who asks
 */
export function isInbox(reply: string | undefined, worker = "*"): boolean {
  const [inbox, name, ...rest] = reply?.split(".") ?? [];
  return inbox === "inbox" && (worker === "*" || name === worker) && rest.length > 1;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export function isWorkerName(name: unknown): name is string {
  return typeof name === "string" && NAME.test(name);
}

/** The owner's password as `WATCHER`, made of the one that its link has. */
export function watcherPassword(owner: string): string {
  return createHmac("sha256", owner).update(WATCHER).digest("base64url");
}

/** What any worker with the farm's token may do: ask whether it fits. */
export function greetingRights(worker: string, secret: string): Rights {
  return { publish: [helloSubject(worker)], subscribe: [`${inboxOf(worker, secret)}.>`] };
}

/** What a worker of the farm's version may do. */
export function workerRights(worker: string, secret: string): Rights {
  return {
    publish: [
      ...[helloSubject(worker), newsSubject(worker), aliveSubject("*"), takeSubject(worker)],
      ...[signSubject(worker, "*"), giveSubject(worker, "*"), mailSubject("*", "*", worker)],
    ],
    subscribe: [
      ...[`${inboxOf(worker, secret)}.>`, cancelSubject("*"), callSubject("*")],
      mailSubject("*", worker, "*"),
    ],
  };
}
