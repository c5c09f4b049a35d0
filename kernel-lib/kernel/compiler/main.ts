// The compiler, a process of its own: the kernel sends it one request after another, and may end it at any moment. It
// keeps nothing that a request does not bring along, except for the files it has read.
import { Socket } from "node:net";
import { Channel } from "../channel.js";
import { Compiler } from "./compile.js";
import { completeness } from "./complete-code.js";
import { upTo } from "./declarations.js";
import type { Files } from "./files.js";
import { declaredNames } from "./names.js";
import type { Compilation, FromCompiler, ToCompiler } from "./protocol.js";

/** The pipe to the kernel. */
const PIPE = 3;

/** Cells compiled before the first, which cost less time here than they save in the cells that follow. */
const WARM_UP = 8;

/** Serves until the pipe is closed. The last argument of the process is the course's folder. */
export function serve(files?: Files): void {
  const [root] = process.argv.slice(-1);
  const compiler = new Compiler({ root, files });
  const channel = new Channel(
    new Socket({ fd: PIPE, readable: true, writable: true }),
    (request) => answer(request as ToCompiler),
    () => process.exit(0),
  );
  const send = (message: FromCompiler) => channel.send(message);

  function answer(request: ToCompiler): void {
    try {
      const answer = answerTo(compiler, request);
      send({ type: "answer", id: request.id, answer });
      if (request.type === "compile") prepare(answer as Compilation, request.declarations);
    } catch (error) {
      send({ type: "failed", id: request.id, reason: String((error as Error)?.message ?? error) });
    }
  }

  /** A cell that does not compile declares nothing. */
  function prepare(compilation: Compilation, before: string): void {
    const declarations = compilation.status === "ok" ? compilation.declarations : before;
    setImmediate(() => compiler.prepare(declarations));
  }

  // The first program reads all of the libraries' declarations: done before any cell waits for it.
  compiler.compile("", "0");
  // V8 makes code faster that has run a few times: a snapshot holds none of that.
  for (let i = 0; i < WARM_UP; i++)
    compiler.compile("", `class A { n = ${i}; add() { return ++this.n } }\nconst a = new A();\na.add()`);
  send({ type: "ready" });
}

function answerTo(compiler: Compiler, request: ToCompiler): unknown {
  switch (request.type) {
    case "compile":
      return compiler.compile(request.declarations, request.code);
    case "complete":
      return compiler.complete(request.declarations, request.code, request.position);
    case "inspect":
      return compiler.inspect(request.declarations, request.code, request.position);
    case "isComplete":
      return completeness(request.code);
    case "names":
      return declaredNames(request.code);
    case "upTo": {
      const reached = new Set(request.reached);
      const declarations = upTo(request.before, request.after, request.own, (name) => reached.has(name));
      return { declarations, names: declaredNames(declarations) };
    }
  }
}
