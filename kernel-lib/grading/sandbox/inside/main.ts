// The process of a student's answers. It evaluates the compiled cells and then does what the judge asks, one thing
// after the other: the side that asks waits, so while the judge works nothing runs here.
import { once } from "node:events";
import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { runInThisContext } from "node:vm";
import { MisuseError } from "../../../src/node/errors.js";
import { Node } from "../../../src/node/node.js";
import { Channel, Gone } from "../../membrane/channel.js";
import { Peer } from "../../membrane/peer.js";
import { DescriptorPipe } from "../../membrane/pipe.js";
import { kindOf, shapeOf } from "../../membrane/shape.js";
import type { Encoded } from "../../membrane/value.js";
import { HostedNodes } from "./nodes.js";
import { Rememberable } from "./rememberable.js";

const INPUT = 0;
const OUTPUT = 1;
/** What answers print is nobody's: the judge listens where it would go. */
const silence = new Writable({ write: (_text, _encoding, done) => done() });
Object.defineProperty(process, "stdout", { value: silence, configurable: true });

const isNode = (prototype: unknown) => prototype instanceof Node;
/** Classes that were given, and classes of nodes, by evaluation of the cells. */
const given = new WeakMap<object, string>();
const names = new WeakMap<object, string>();
const givenByName = new Map<string, any>();
let answers: Record<string, () => unknown> = {};

const peer = new Peer(new Channel(new DescriptorPipe(INPUT, OUTPUT)), {
  serve,
  isNode,
  common: (value) => {
    const name = given.get(value);
    if (name !== undefined) return ["given", name];
    return typeof value === "function" && isNode(value.prototype) ? ["node", nameOf(value)] : undefined;
  },
  resolve: ([kind, name]) => {
    const Class = givenByName.get(String(name));
    if (kind === "given") return Class;
    return kind === "stateless" && Class ? Object.create(Class.prototype) : undefined;
  },
});
const nodes = new HostedNodes(peer);
const rememberable = new Rememberable(peer);
const leave: (code: number) => never = (process as any).reallyExit.bind(process);
/** Ours: nodes are refused it. */
const later = setImmediate;
const drained = () => new Promise((resolve) => later(resolve));
// While answers are marked there is nobody to ask.
Object.assign(globalThis, { prompt: () => null, confirm: () => null });

async function main(): Promise<void> {
  try {
    for (;;) {
      const request = peer.next();
      let answer: Encoded[];
      if (request[0] === "load") answer = await answered(load(request[1]));
      else if (request[0] === "node.open") answer = await answered(openNode(request));
      else if (request[0] === "node.turn") answer = await answered(turn(request));
      else if (request[0] === "wait") answer = await settlement();
      else {
        answer = peer.answer(request);
        // What the answers have begun goes as far as it can before the judge continues.
        await drained();
        if (answer[0] === "=" && request[0] === "node.step") answer = peer.answer(["node.done"]);
        else answer[2] = [...(answer[2] as Encoded[]), ...peer.settled()];
      }
      peer.channel.send(JSON.stringify(answer));
    }
  } catch (error) {
    leave(error instanceof Gone ? 0 : 1);
  }
}

async function answered(work: Promise<Encoded>): Promise<Encoded[]> {
  try {
    return ["=", await work, peer.settled()];
  } catch (error) {
    return ["!", peer.encode(error instanceof Error ? error : new Error(String(error))), []];
  }
}

function serve(request: any[]): Encoded | undefined {
  switch (request[0]) {
    case "hello":
      return null;
    case "answer": {
      const get = Object.hasOwn(answers, request[1]) && answers[request[1]];
      return get ? peer.encode(get()) : ["missing"];
    }
    case "node.step":
      nodes.step(request);
      return null;
    case "node.done":
      return nodes.done();
    case "node.state":
      return nodes.state(request[1]);
    case "node.close":
      nodes.close(request[1]);
      return null;
    case "remember":
      return rememberable.serve(request);
    default:
      return undefined;
  }
}

type Program = (
  require: (id: string) => unknown,
  given: (classes: Record<string, object>) => void,
  answers: (named: Answers) => void,
) => Promise<void>;
type Answers = Record<string, () => unknown>;

let program: Program;
const loadModule = moduleLoader();

async function load(text: string): Promise<Encoded> {
  program = runInThisContext(text, { filename: "answers" });
  answers = await evaluate((name, Class) => givenByName.set(name, Class));
  nodes.refuseClocks();
  return peer.encode(Object.entries(answers).map(([name, get]) => describe(name, get)));
}

/** Nodes share no memory: each has cells of its own, evaluated for it alone. */
async function openNode(request: any[]): Promise<Encoded> {
  const own = await evaluate(() => {});
  nodes.open(request, own[request[2]]?.());
  return null;
}

function turn([, name, ...rest]: any[]): Promise<Encoded> {
  return nodes.turn([name, ...rest], answers[name]?.(), drained);
}

async function evaluate(onGiven: (name: string, Class: any) => void): Promise<Answers> {
  let found: Answers = {};
  await program(
    loadModule,
    (classes) => {
      for (const [name, Class] of Object.entries(classes)) {
        given.set(Class, name);
        onGiven(name, Class);
      }
    },
    (named) => {
      found = named;
    },
  );
  for (const [name, get] of Object.entries(found)) {
    const value = valueFrom(get);
    if (typeof value === "function" && isNode(value.prototype)) names.set(value, name);
  }
  return found;
}

/** The name under which a process of its own finds the class again. */
function nameOf(Class: Function): string {
  const name = names.get(Class);
  if (name !== undefined) return name;
  throw new MisuseError(
    `The class ${Class.name || "without a name"} is declared within a function. Declare classes of nodes at the top of a cell.`,
  );
}

function valueFrom(get: () => unknown): unknown {
  try {
    return get();
  } catch {
    return undefined;
  }
}

/** What kind of answer it is. */
function describe(name: string, get: () => unknown): Record<string, unknown> {
  try {
    const value = get() as object;
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    return { name, kind: (isObject && kindOf(value, isNode)) || "data", ...(isObject && { shape: shapeOf(value) }) };
  } catch (error) {
    return { name, kind: "broken", why: String((error as Error)?.message ?? error) };
  }
}

/** Waits until a promise of ours has come to an end, or nothing is left that could bring one about. */
async function settlement(): Promise<Encoded[]> {
  if (!peer.hasSettled) {
    const settled = new Promise<void>((resolve) => {
      peer.onSettled = resolve;
    });
    await Promise.race([settled, once(process, "beforeExit")]);
    peer.onSettled = () => {};
    await drained();
  }
  return ["=", peer.hasSettled, peer.settled()];
}

function moduleLoader(): (id: string) => unknown {
  const load = createRequire(__filename);
  let ours: object | undefined;
  return (id) => (id === "kernel-lib" ? (ours ??= libraryFor(load)) : load(id));
}

/** The library, of which nothing is loaded that an answer does not use. */
function libraryFor(load: NodeJS.Require): object {
  return new Proxy({ __esModule: true, Node } as any, {
    get: (target, name) => (name in target ? target[name] : load("../../../src/index.js")[name]),
  });
}

void main();
