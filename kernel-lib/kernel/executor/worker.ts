// The thread that runs cells: tslab's executor, with outputs, errors and interrupts reported to the other thread of
// this process.
import { readlinkSync } from "node:fs";
import Module from "node:module";
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { FromExecutor, ToExecutor } from "../messages.js";
import { CellComms } from "./comm.js";
import { installConsole } from "./console.js";
import { hideNotes, owner, runningCell } from "./context.js";
import { Globals } from "./globals.js";
import { installHost, nodesInAStep } from "./host.js";
import { installGuards, isInterrupt, isReleased, release, signalOf } from "./interrupt.js";
import { installLocalFiles } from "./local-files.js";
import { installImport } from "./modules.js";
import { Questions } from "./questions.js";
import { Runner } from "./runner.js";
import { captureStreams, Streams } from "./streams.js";
import { type ExecutorData, type MemoryQuestion, slots } from "./thread.js";
import { trackTimers, untrackedTimeout } from "./timers.js";
import { thrown } from "./traceback.js";

const { port, flag, answer, root } = workerData as ExecutorData;
// The port stays in here: code that holds it could pose as the kernel.
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
captureStreams(streams);
installGuards(flag);
trackTimers(signalOf);
const comms = new CellComms(send, late);
installHost({
  print: (cell, name, text) => streams.print(cell, name, text),
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
    `process.chdir is not possible in a notebook, whose cells share one folder: ${process.cwd()}. Use absolute paths, as in path.join(folder, name).`,
  );
};

installImport([process.cwd(), root]);
installLocalFiles();
installConsole(send);
const questions = new Questions(answer, flag, send, (text) => process.stdout.write(text));
const runner = new Runner(flag, new Globals(), questions, send);
parentPort!.on("message", () => parentPort!.postMessage("alive"));
parentPort!.unref();
post({ type: "ready" });

port.on("message", async (message: ToExecutor | MemoryQuestion) => {
  try {
    if (message.type === "run") await runner.execute(message);
    else take(message);
  } catch (error) {
    // Only what a cell did to the language can have caused this.
    const reason = `The cell broke something that the kernel itself needs (${error})`;
    post({ type: "ended", reason, interrupted: false });
  }
});

function take(message: Exclude<ToExecutor, { type: "run" }> | MemoryQuestion): void {
  switch (message.type) {
    case "interrupt":
      return runner.interrupt(message.run, message.presses);
    case "comm":
      return comms.receive(message.parent, message.message);
    case "memory":
      return post({ type: "memory", used: message.used, nodes: nodesInAStep() });
  }
}

/** An uncaught error appears under the cell that started the code that failed. */
function late(error: unknown): void {
  try {
    const cell = owner();
    const stops = isInterrupt(error);
    if (!cell || (stops && (isReleased(cell) || cell === runningCell()))) return;
    if (stops) release(cell);
    send({ type: "late", cell: cell.id, error: thrown(error) });
  } catch {
    // Even looking at it throws, so there is nothing to say about it.
  }
}

/** The system's number of this thread; 0 where it does not tell. */
function threadNumber(): number {
  try {
    return Number(basename(readlinkSync("/proc/thread-self")));
  } catch {
    return 0;
  }
}
