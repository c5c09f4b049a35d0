// What travels through a farm, as JSON. Results were written by workers, so they are read part by part: nothing of them
// is evaluated here.
import { gunzipSync, gzipSync } from "node:zlib";

/** Kinds of jobs; each is a script that runs enclosed at the worker. */
export type JobKind = "sweep" | "mark";

export interface Job {
  readonly campaign: string;
  readonly id: string;
  readonly kind: JobKind;
  /** For people: "seeds 1 to 4 of loss 0.1". */
  readonly what: string;
  readonly version: string;
  /** Text for the enclosed script. */
  readonly body: string;
}

/** What came of a job. */
export type JobResult =
  | { readonly ok: true; readonly body: string; readonly by: string }
  /** It was tried three times. @param why what the last try ended with */
  | { readonly ok: false; readonly why: string; readonly by: string };

/** What a worker says about its work. */
export interface News {
  readonly say: "takes" | "done" | "again" | "failed" | "dropped" | "returns" | "here" | "leaves";
  readonly campaign?: string;
  readonly id?: string;
  readonly what?: string;
  readonly attempt?: number;
  readonly why?: string;
}

/** Bytes of a job or a result: the server refuses more. */
export const LARGEST = 8_000_000;
/** Characters of what comes out of an envelope. */
const LONGEST = 256 * 2 ** 20;
const LONGEST_WORD = 2000;

export function encode(value: Job | JobResult): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

/** @returns undefined for anything that no owner can have sent */
export function readJob(bytes: Uint8Array): Job | undefined {
  const { campaign, id, kind, what, version, body } = read(bytes);
  const texts = [campaign, id, what, version, body];
  if (!texts.every((text) => typeof text === "string") || (kind !== "sweep" && kind !== "mark")) return undefined;
  return { campaign, id, kind, what, version, body };
}

/** @returns undefined for anything that no worker can have sent */
export function readResult(bytes: Uint8Array): JobResult | undefined {
  const { ok, body, why, by } = read(bytes);
  if (typeof by !== "string") return undefined;
  const name = printable(by).slice(0, 64);
  if (ok === true && typeof body === "string") return { ok, body, by: name };
  if (ok === false && typeof why === "string") return { ok, why: printable(why).slice(0, LONGEST_WORD), by: name };
  return undefined;
}

/** How far a campaign is. */
export interface Progress {
  /** What was asked with the farm: `sweep`. */
  readonly asked: string;
  readonly done: number;
  readonly all: number;
  readonly isOver: boolean;
}

export function readProgress(text: string): Progress | undefined {
  try {
    const { asked, done, all, isOver } = JSON.parse(text);
    if (typeof asked !== "string" || ![done, all].every(Number.isSafeInteger)) return undefined;
    return { asked: printable(asked).slice(0, 64), done, all, isOver: isOver === true };
  } catch {
    return undefined;
  }
}

/** Text for a terminal, on one line: what came from elsewhere may not move its cursor. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

const SAYINGS: readonly unknown[] = [
  "takes",
  "done",
  "again",
  "failed",
  "dropped",
  "returns",
  "here",
  "leaves",
] satisfies News["say"][];

export function readNews(text: string): News | undefined {
  try {
    const { say, campaign, id, what, attempt, why } = JSON.parse(text);
    if (!SAYINGS.includes(say)) return undefined;
    const word = (given: unknown) => (typeof given === "string" ? printable(given).slice(0, LONGEST_WORD) : undefined);
    const tried = Number.isSafeInteger(attempt) ? attempt : 1;
    return { say, campaign: word(campaign), id: word(id), what: word(what), attempt: tried, why: word(why) };
  } catch {
    return undefined;
  }
}

function read(bytes: Uint8Array): any {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: LONGEST }).toString()) ?? {};
  } catch {
    return {};
  }
}
