// What a function closes over: its outer variables and their values, read from V8 through the inspector protocol.
// Synchronous, about 0.1 ms a function; works alike in cells, modules and tests.
import * as inspector from "node:inspector";
import { registeredScope } from "./closure-scopes.js";

type Variables = Record<string, unknown>;

/** The scopes around `f`, innermost first, without the global one. */
export function scopesOf(f: Function): Variables[] {
  const registered = registeredScope(f);
  if (registered) return [registered];
  // Under Node's permission model V8 may not be asked; what closes over something has registered it.
  if ((process as any).permission) return [];
  const shelf = globalThis as any;
  const session = connect();
  shelf[shelfKey] = f;
  try {
    const remote = ask(session, "Runtime.evaluate", { expression: `globalThis[Symbol.for("${shelfName}")]` }).result;
    const internal: any[] =
      ask(session, "Runtime.getProperties", { objectId: remote.objectId, ownProperties: true }).internalProperties ??
      [];
    const scopes = internal.find((property) => property.name === "[[Scopes]]");
    if (!scopes) return [];
    const list: any[] = ask(session, "Runtime.getProperties", {
      objectId: scopes.value.objectId,
      ownProperties: true,
    }).result;
    return list.filter(isLocal).map((scope) => {
      ask(session, "Runtime.callFunctionOn", {
        objectId: scope.value.objectId,
        functionDeclaration: `function () { globalThis[Symbol.for("${shelfName}")] = this.object; }`,
      });
      return shelf[shelfKey] as Variables;
    });
  } finally {
    delete shelf[shelfKey];
    session.post("Runtime.releaseObjectGroup", { objectGroup: "" });
  }
}

/** The files and modules that this thread has loaded, those of Node left out. */
export function debuggedScripts(): { url: string; source: string }[] {
  const session = connect();
  const found: { id: string; url: string }[] = [];
  const note = ({ params }: any) => {
    const { scriptId: id, url } = params;
    if (/^(file:|\/|[A-Za-z]:\\)/.test(url)) found.push({ id, url });
  };
  session.on("Debugger.scriptParsed", note);
  ask(session, "Debugger.enable", {});
  try {
    return found.map(({ id, url }) => ({
      url,
      source: ask(session, "Debugger.getScriptSource", { scriptId: id }).scriptSource,
    }));
  } finally {
    session.off("Debugger.scriptParsed", note);
    ask(session, "Debugger.disable", {});
  }
}

const shelfName = "verteilt.shelf";
const shelfKey = Symbol.for(shelfName);
let shared: inspector.Session | undefined;

function connect(): inspector.Session {
  if (!shared) {
    const session = new inspector.Session();
    session.connect();
    shared = session;
  }
  return shared;
}

function isLocal(scope: any): boolean {
  return scope.value?.objectId !== undefined && !/^Global/.test(scope.value.description ?? "");
}

/** In-process inspector calls answer before `post` returns. */
function ask(session: inspector.Session, method: string, parameters: object): any {
  let answer: any;
  let failure: Error | null = null;
  (session.post as any)(method, parameters, (error: Error | null, result: any) => {
    failure = error;
    answer = result;
  });
  if (failure) throw failure;
  return answer;
}
