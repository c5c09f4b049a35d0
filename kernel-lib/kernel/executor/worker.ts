// The thread that runs cells: tslab's executor, with outputs, errors and interrupts told to the other thread of this
// process.
import { readlinkSync } from "node:fs";
import Module from "node:module";
import { basename } from "node:path";
import { serialize } from "node:v8";
import { workerData } from "node:worker_threads";
import { freezeLanguage } from "../../src/grade/isolates/language.js";
import { PendingRequests } from "../../src/node/pending-requests.js";
import type { FromExecutor, ToExecutor } from "../messages.js";
import { installNotes, isRestricted } from "./closure-scopes.js";
import { CellComms } from "./comm.js";
import { installConsole } from "./console.js";
import { hideNotes, owner, runningCell } from "./context.js";
import { Globals } from "./globals.js";
import { installHost, nodesInAStep } from "./host.js";
import { installGuards, isInterrupt, isReleased, release, signalOf } from "./interrupt.js";
import { installLocalFiles } from "./local-files.js";
import { installImport } from "./modules.js";
import { tryToPack } from "./pack-answer.js";
import { Questions } from "./questions.js";
import { Runner } from "./runner.js";
import { captureStreams, Streams } from "./streams.js";
import { type ExecutorData, type MemoryQuestion, slots } from "./thread.js";
import { trackTimers, untrackedTimeout } from "./timers.js";
import { thrown } from "./traceback.js";

const { port, flag, answer, root, quiet } = workerData as ExecutorData;
// The port stays in here: whoever holds it could speak for the kernel.
delete (workerData as Partial<ExecutorData>).port;
const post = port.postMessage.bind(port) as (message: FromExecutor) => void;

Error.stackTraceLimit = 50;
(Module as any)._initPaths();
flag[slots.thread] = threadNumber();

const streams = new Streams((cell, name, text) => post({ type: "stream", cell, name, text }), untrackedTimeout);
const send = (message: FromExecutor) => {
  if ("cell" in message) streams.flush(message.cell);
  else if (message.type === "done") streams.flushAll();
  post(message);
};

hideNotes();
captureStreams(streams, quiet);
installGuards(flag);
installNotes();
trackTimers(signalOf);
const comms = new CellComms(send, late);
const judged = new PendingRequests();
installHost({
  print: (cell, name, text) => streams.print(cell, quiet ? "stdout" : name, text),
  grade: (cell, job) => {
    const id = judged.number();
    send({ type: "grade", id, cell, job: bytes(job) });
    return judged.for(id);
  },
  display: (cell, data, place) => {
    const transient = place ? { display_id: place.id } : {};
    send({ type: "display", cell, content: { data, metadata: {}, transient }, update: place?.update === true });
  },
  comm: (opening, receive) => comms.start(opening, receive),
});

process.removeAllListeners("warning");
process.on("warning", (warning) => post({ type: "warning", text: String(warning.stack ?? warning) }));
process.on("uncaughtException", late);
process.on("unhandledRejection", late);
process.chdir = () => {
  throw new Error(
    `process.chdir is not possible in a notebook, whose cells share one folder: ${process.cwd()}. Use whole paths, as in path.join(folder, name).`,
  );
};

installImport([process.cwd(), root]);
installLocalFiles();
installConsole(send);
const questions = new Questions(answer, flag, send, (text) => process.stdout.write(text));
const runner = new Runner(flag, new Globals(), questions, send);
// What a submission does to the objects that the compiler shares with it must not reach the cells after it.
if (isRestricted()) freezeLanguage();
post({ type: "ready" });

port.on("message", async (message: ToExecutor | MemoryQuestion) => {
  try {
    if (message.type === "run") await runner.execute(message);
    else take(message);
  } catch (error) {
    // Only what a cell did to the language can have brought this about.
    const reason = `The cell broke what the kernel itself needs (${error})`;
    post({ type: "ended", reason, interrupted: false });
  }
});

function take(message: Exclude<ToExecutor, { type: "run" }> | MemoryQuestion): void {
  switch (message.type) {
    case "interrupt":
      return runner.interrupt(message.run, message.presses);
    case "pack": {
      const answers = message.names.map((name) => tryToPack(name, runner.tslab.locals));
      return post({ type: "packed", id: message.id, answers: bytes(answers) });
    }
    case "comm":
      return comms.receive(message.parent, message.message);
    case "memory":
      return post({ type: "memory", used: message.used, nodes: nodesInAStep() });
    case "graded": {
      const waiting = judged.take(message.id);
      if (message.report) waiting?.resolve(message.report);
      else waiting?.reject(new Error(message.problem));
    }
  }
}

/** An error that nobody caught appears under the cell that started what failed. */
function late(error: unknown): void {
  try {
    const cell = owner();
    const stops = isInterrupt(error);
    if (!cell || (stops && (isReleased(cell) || cell === runningCell()))) return;
    if (stops) release(cell);
    send({ type: "late", cell: cell.id, error: thrown(error) });
  } catch {
    // Even looking at it throws: there is nothing to say of it.
  }
}

/** What JSON cannot carry. */
function bytes(value: unknown): string {
  return serialize(value).toString("base64");
}

/** The system's number of this thread; 0 where it does not tell. */
function threadNumber(): number {
  try {
    return Number(basename(readlinkSync("/proc/thread-self")));
  } catch {
    return 0;
  }
}
