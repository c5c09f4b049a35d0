// A process of the sandbox that is asked one thing, answers it, and ends: texts with their length before them, as over a
// channel.
import type { ChildProcess } from "node:child_process";
import { type Command, start } from "./enclosure.js";
import { endProcess } from "./end-process.js";
import { frame } from "./text-stream.js";

/** Why there is no answer: it hangs, it is too long, its processor time is up, or the process ended. */
export type Lack = "hangs" | "long" | "time" | "ended";

export class Unanswered extends Error {
  /** @param said the last line that it wrote to its standard error, where that is heard */
  constructor(
    readonly lack: Lack,
    readonly said = "",
  ) {
    super(`The process ${lack}.`);
  }
}

export interface AskLimits {
  /** Bytes of the answer. */
  readonly largest: number;
  /** By the clock, for what hangs (ms). */
  readonly longest: number;
}

const LONGEST_COMPLAINT = 8000;

/** How a process ends that has used up its processor time: by a signal, which a shell or bubblewrap says as a number. */
export const TIME_IS_UP: readonly unknown[] = ["SIGXCPU", 128 + 24];

/** @returns the answer, which rejects with `Unanswered` or the error of starting; and what ends the process */
export function ask(
  command: Command,
  request: string,
  { largest, longest }: AskLimits,
): { answer: Promise<string>; end(): void } {
  const child = start(command);
  return { answer: answerOf(child, request, largest, longest), end: () => endProcess(child) };
}

function answerOf(child: ChildProcess, request: string, largest: number, longest: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const fail = (error: Error) => {
      clearTimeout(timer);
      endProcess(child);
      reject(error);
    };
    const timer = setTimeout(() => fail(new Unanswered("hangs")), longest);
    const complaint = complaintOf(child);
    child.on("error", fail);
    child.stdin!.on("error", () => {});
    child.stdout!.on("data", (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length > largest) fail(new Unanswered("long"));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (TIME_IS_UP.includes(signal ?? code)) return fail(new Unanswered("time"));
      const all = Buffer.concat(parts);
      if (length < 4 || all.readUInt32LE() !== length - 4) return fail(new Unanswered("ended", complaint()));
      resolve(all.subarray(4).toString("utf8"));
    });
    child.stdin!.end(frame(request));
  });
}

/** Hears what it complains of. @returns the line that says what went wrong so far; empty where there is none */
export function complaintOf({ stderr }: Pick<ChildProcess, "stderr">): () => string {
  let complaint = "";
  stderr?.on("data", (part: Buffer) => {
    complaint = (complaint + part).slice(-LONGEST_COMPLAINT);
  });
  return () => errorIn(complaint);
}

/** That of the error, where there is one, or the last. */
function errorIn(complaint: string): string {
  const lines = complaint.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /^\w*(Error|error)\b/.test(line)) ?? lines.at(-1) ?? "").trim().slice(0, 300);
}
