// Ends code that checks no flag, such as a regular expression, `Atomics.wait` or a loop in a package: V8 terminates
// what the cells' thread runs, and the thread survives. The request goes through the inspector, which V8 answers even
// while JavaScript runs.
import { Session } from "node:inspector";

/** Called on the thread of the cells; `mayTerminate` says whether what runs there is a cell's. */
export function installTermination(mayTerminate: () => boolean): void {
  const value = () => {
    if (!mayTerminate()) return;
    leaveCallbacks();
    const session = new Session();
    session.connect();
    session.post("Runtime.terminateExecution");
  };
  Object.defineProperty(globalThis, "__terminate", { value });
}

/** Called on the main thread: interrupts what the cells' thread is doing with `__terminate()`. */
export function terminate(): void {
  const session = new Session();
  session.connect();
  session.on("NodeWorker.attachedToWorker", ({ params: { sessionId } }) => {
    const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: "__terminate()" } });
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
  });
  // Not at once: the thread may answer while `enable` below is under way, and Node dies of SIGSEGV if it returns to a
  // session that is gone.
  session.on("NodeWorker.receivedMessageFromWorker", () => setImmediate(() => session.disconnect()));
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
}

/**
 * Node 20 and 22 keep a stack of the callbacks they are in, and abort the process if one of them never leaves it.
 * Node empties it in this way when an error was not caught. Later versions have neither the check nor the binding.
 */
function leaveCallbacks(): void {
  const { noDeprecation } = process as { noDeprecation?: boolean };
  (process as any).noDeprecation = true;
  try {
    (process as any).binding("async_wrap").clearAsyncIdStack();
  } catch {
    // Not needed there.
  } finally {
    (process as any).noDeprecation = noDeprecation;
  }
}
