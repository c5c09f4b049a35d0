// One set-up at a time in a project: a second one waits for the first, and starts when that one is gone.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { state } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";

const file = join(state, "lock");

/**
 * @param {() => Promise<void>} work
 */
export async function oneAtATime(work) {
  mkdirSync(state, { recursive: true });
  let told = false;
  for (let holder = take(); holder !== undefined; holder = take()) {
    if (!told) say(`  Waiting for another set-up of this folder (process ${holder}) ...`);
    told = true;
    await pause(300);
  }
  // On exit too: Ctrl-C leaves no lock behind.
  process.once("exit", release);
  try {
    await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** Takes the lock, or returns the process that holds it. */
function take() {
  for (;;) {
    // Written aside and then linked, so that the lock always names its holder.
    const own = `${file}.${process.pid}`;
    try {
      writeFileSync(own, String(process.pid));
      linkSync(own, file);
      return undefined;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const holder = readHolder();
    if (holder !== undefined && alive(holder)) return holder;
    // Left by a set-up that was killed.
    rmSync(file, { force: true });
  }
}

function release() {
  if (readHolder() === process.pid) rmSync(file, { force: true });
}

function readHolder() {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
