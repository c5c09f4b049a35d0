// Loaded before all else in every thread of the process that runs cells while they are marked: a thread can neither
// signal other processes nor start a thread that could. Node's permission model, which keeps it from files and
// programs, has nothing to say about signals.
import { syncBuiltinESMExports } from "node:module";
import * as threads from "node:worker_threads";

const ways =
  "kill _kill abort execve dlopen binding _linkedBinding _debugProcess _debugEnd _startProfilerIdleNotifier".split(" ");

if (!threads.isMainThread) {
  const refuse = () => {
    throw new Error("Signals and other processes are not for code that is marked.");
  };
  for (const name of ways)
    Object.defineProperty(process, name, { value: refuse, writable: false, configurable: false });
}

const { Worker } = threads;
const guarded = new Proxy(Worker, {
  construct: (made, [file, options], target) => {
    // A thread with flags of its own would have rights of its own; one without has those of the process, and loads this
    // file.
    return Reflect.construct(made, [file, { ...options, execArgv: undefined }], target);
  },
});
Object.defineProperty(Worker.prototype, "constructor", { value: guarded, writable: false, configurable: false });
Object.defineProperty(require("node:worker_threads"), "Worker", {
  value: guarded,
  writable: false,
  configurable: false,
});
syncBuiltinESMExports();
