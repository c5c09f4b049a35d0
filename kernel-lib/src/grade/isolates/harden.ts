// What a student's code finds in the process of the answers: nothing of Node that reaches out of it, and nothing shared that it could bend,
// so that neither the simulator beside it nor the way back to the tests can be made to lie.
import { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { Duplex, Readable, Stream, Writable } from "node:stream";
import { registerScope } from "../../engine/ship/closure-scopes.js";
import { allowModules } from "../../engine/ship/external-reference.js";
import { freezeLanguage, lock } from "./language.js";

/** Built-in modules that compute and do nothing else. */
const harmless = new Set(
  "assert assert/strict buffer crypto events path path/posix querystring stream stream/promises string_decoder timers timers/promises url util util/types zlib perf_hooks async_hooks"
    .split(" ")
    .map((name) => `node:${name}`),
);

/** Takes away once and for all; call it when everything of ours is loaded. */
export function harden(): void {
  allowModules((id) => !id.startsWith("node:") || harmless.has(id));
  const leave = (process as any).reallyExit.bind(process);
  for (const name of ways) delete (process as any)[name];
  replaceGlobal("process", facade(leave));
  replaceGlobal("console", Object.freeze(Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]))));
  for (const { prototype } of [EventEmitter, Stream, Readable, Writable, Duplex, Socket]) {
    lock(prototype, (_, value) => typeof value === "function");
    Object.preventExtensions(prototype);
  }
  replaceGlobal("__scope", takeNote);
  freezeOurs();
  freezeLanguage();
  Object.preventExtensions(globalThis);
}

/** What compiled cells note their scopes with, so that a class made inside a function can be spawned. */
function takeNote(f: unknown, names: readonly string[], get: (name: string) => unknown): unknown {
  registerScope(f, { names, get });
  return f;
}

/** Members of `process` that reach other processes, native code or real modules. */
const ways =
  "kill _kill abort binding _linkedBinding dlopen chdir execve reallyExit _debugProcess _debugEnd _rawDebug setuid setgid seteuid setegid setgroups initgroups umask mainModule getBuiltinModule loadEnvFile send disconnect channel openStdin report _getActiveHandles _getActiveRequests getActiveResourcesInfo setSourceMapsEnabled setUncaughtExceptionCaptureCallback".split(
    " ",
  );

function facade(leave: (code: number) => never): object {
  const { arch, platform, version, versions, release, nextTick, hrtime, uptime, memoryUsage, permission } =
    process as any;
  const nothing = () => proxy;
  const nowhere = Object.freeze({ write: () => true });
  const proxy: object = Object.freeze({
    ...{ arch, platform, version, versions, release, nextTick, hrtime, uptime, memoryUsage, permission },
    ...{ argv: [], execArgv: [], env: {}, pid: 0, ppid: 0, title: "answers", exitCode: undefined },
    ...{ stdout: nowhere, stderr: nowhere },
    cwd: () => "/",
    exit: (code = 0) => leave(Number(code)),
    ...{ on: nothing, once: nothing, off: nothing, emit: () => false, emitWarning: () => {} },
  });
  return proxy;
}

function replaceGlobal(name: string, value: object): void {
  Object.defineProperty(globalThis, name, { value, writable: false, configurable: false, enumerable: false });
}

/** The library's modules, and the classes they share. */
function freezeOurs(): void {
  for (const module of Object.values(require.cache)) {
    if (!module?.loaded) continue;
    const { exports } = module;
    if (typeof exports !== "object" || exports === null) continue;
    for (const value of Object.values(exports)) {
      if (typeof value !== "function") continue;
      if (value.prototype) Object.freeze(value.prototype);
      Object.freeze(value);
    }
    Object.freeze(exports);
  }
}
