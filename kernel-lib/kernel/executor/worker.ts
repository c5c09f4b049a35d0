// The thread that runs cells: tslab's converter and executor, with its outputs, errors and interrupts told to the main thread.
import Module from "node:module";
import { workerData } from "node:worker_threads";
import { freezeLanguage } from "../../src/grade/isolates/language.js";
import type { ExecutorData, FromExecutor, ToExecutor } from "../thread.js";
import { complete, inspect } from "./assist.js";
import { CellComms } from "./comm.js";
import { installConsole } from "./console.js";
import { hideNotes, owner, runningCell } from "./context.js";
import { installHost } from "./host.js";
import { installGuards, isInterrupt, isReleased, release, signalOf } from "./interrupt.js";
import { installImport } from "./modules.js";
import { declaredNames, miss } from "./names.js";
import { installNotes, isRestricted } from "./noted.js";
import { packed } from "./packed.js";
import { Runner } from "./runner.js";
import { captureStreams, Streams } from "./streams.js";
import { trackTimers, untrackedTimeout } from "./timers.js";
import { thrown } from "./traceback.js";
import { installDisplay } from "./tslab-display.js";
import { installTypescriptModules } from "./typescript-modules.js";

const { port, flag, root, quiet } = workerData as ExecutorData;
// The port stays in here: whoever holds it could speak for the kernel.
delete (workerData as Partial<ExecutorData>).port;
const post = port.postMessage.bind(port) as (message: FromExecutor) => void;

Error.stackTraceLimit = 50;
(Module as any)._initPaths();

const streams = new Streams((cell, name, text) => post({ type: "stream", cell, name, text }), untrackedTimeout);
const send = (message: FromExecutor & { cell: string }) => {
  streams.flush(message.cell);
  post(message);
};

hideNotes();
captureStreams(streams, quiet);
installGuards(flag);
installNotes();
trackTimers(signalOf);
const comms = new CellComms(send, late);
const judged = new Map<number, { resolve: (report: any) => void; reject: (error: Error) => void }>();
installHost({
  print: (cell, name, text) => streams.print(cell, quiet ? "stdout" : name, text),
  grade: (cell, job) =>
    new Promise((resolve, reject) => {
      judged.set(judged.size, { resolve, reject });
      send({ type: "grade", id: judged.size - 1, cell, job });
    }),
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

const runner = new Runner(root, flag, send);
installImport([process.cwd(), root]);
installTypescriptModules();
installDisplay(send);
installConsole(send);
// What a submission does to the objects that the compiler shares with it must not reach the cells after it.
if (isRestricted()) freezeLanguage();
post({ type: "ready" });

port.on("message", (message: ToExecutor) => {
  switch (message.type) {
    case "execute":
      void runner.execute(message);
      break;
    case "interrupt":
      runner.interrupt(message.cell);
      break;
    case "pack":
      post({
        type: "packed",
        id: message.id,
        answers: message.names.map((name) => packed(name, runner.executor.locals)),
      });
      break;
    case "missing":
      miss(declaredNames(message.code), message.sentence);
      break;
    case "complete":
      post({
        type: "answer",
        id: message.id,
        content: tried(() => complete(runner.executor, message.code, message.position)),
      });
      break;
    case "inspect":
      post({
        type: "answer",
        id: message.id,
        content: tried(() => inspect(runner.executor, message.code, message.position)),
      });
      break;
    case "comm":
      comms.receive(message.parent, message.message);
      break;
    case "graded": {
      const waiting = judged.get(message.id);
      if (message.report) waiting?.resolve(message.report);
      else waiting?.reject(new Error(message.problem));
      break;
    }
  }
});

/** An error that nobody caught appears under the cell that started what failed. */
function late(error: unknown): void {
  const cell = owner();
  if (!cell || (isInterrupt(error) && (isReleased(cell) || cell === runningCell()))) return;
  if (isInterrupt(error)) release(cell);
  send({ type: "error", cell: cell.id, ...thrown(error) });
}

function tried(answer: () => object): object {
  try {
    return answer();
  } catch (error) {
    return { status: "error", ...thrown(error) };
  }
}
