// Operations as Jepsen records them: a call, and later how it ended. Read from EDN, a map for each event, or from lines
// of Jepsen's log.
import { MisuseError, quote } from "../node/errors.js";
import { Keyword, plainEdn, readEdn } from "./edn.js";

/** A call and its end, times in ms. */
export interface JepsenOperation {
  readonly process: string | number;
  readonly f: string;
  readonly key?: unknown;
  /** As called, and as it ended. */
  readonly called: any;
  returned?: any;
  /** "info": it is unknown whether it happened. */
  end: "ok" | "fail" | "info";
  readonly index: number;
  readonly call: number;
  return?: number;
}

/** A process named by a keyword is not a client. */
const NEMESIS = Symbol("nemesis");

interface JepsenEvent {
  readonly process: string | number | typeof NEMESIS;
  readonly type: string;
  readonly f: string;
  readonly key: unknown;
  readonly value: unknown;
  /** In ns. */
  readonly time: number | undefined;
  readonly index: number | undefined;
}

/** One nanosecond, in ms: events keep their order even where times are equal. */
const NANOSECOND = 1e-6;
const LOG_LINE = /(\S+)\t:(invoke|ok|fail|info)\t:(\S+)\t(.*)$/;

/** Something that the nemesis did, which breaks things; in ms. */
export interface NemesisEvent {
  readonly f: string;
  readonly value: any;
  readonly at: number;
}

/** Every operation of clients, in the order of their ends; what never ended comes last. And what the nemesis did. */
export function jepsenHistory(text: string, asked: string): { operations: JepsenOperation[]; nemesis: NemesisEvent[] } {
  const events = /^\s*[[{(#;]/.test(text) ? fromEdn(text, asked) : fromLog(text, asked);
  if (events.length === 0)
    throw new MisuseError(
      `${asked} found no operation in ${quote(text)}; Jepsen writes {:process 0, :type :invoke, :f :read, :value nil}.`,
    );
  const open = new Map<string | number, JepsenOperation>();
  const ended: JepsenOperation[] = [];
  const nemesis: NemesisEvent[] = [];
  let now = Number.NEGATIVE_INFINITY;
  let calls = 0;
  for (const [i, { process, type, f, key, value, time, index }] of events.entries()) {
    now = Math.max(time === undefined ? i : time / 1e6, now + NANOSECOND);
    if (process === NEMESIS) {
      nemesis.push({ f, value, at: now });
      continue;
    }
    const running = open.get(process);
    if (type === "invoke") {
      if (running)
        throw new MisuseError(
          `${asked}: process ${process} calls ${f} before its ${running.f} has ended (event ${i}).`,
        );
      const keyed = key === undefined ? {} : { key };
      open.set(process, { process, f, ...keyed, called: value, end: "info", index: index ?? calls++, call: now });
      continue;
    }
    if (!["ok", "fail", "info"].includes(type))
      throw new MisuseError(`${asked}: event ${i} has the type ${quote(type)}; types are :invoke, :ok, :fail, :info.`);
    if (!running)
      throw new MisuseError(`${asked}: ${f} of process ${process} ends, but was never called (event ${i}).`);
    open.delete(process);
    running.end = type as JepsenOperation["end"];
    if (type === "ok") Object.assign(running, { returned: value, return: now });
    ended.push(running);
  }
  return { operations: [...ended, ...open.values()], nemesis };
}

function fromEdn(text: string, asked: string): JepsenEvent[] {
  const read = readEdn(text, asked);
  const forms = read.length === 1 && Array.isArray(read[0]) ? read[0] : read;
  return forms.flatMap((form: unknown, i: number) => {
    if (!(form instanceof Map))
      throw new MisuseError(`${asked}: event ${i} is ${quote(form)}; it is a map with :process, :type, :f.`);
    const fields = new Map([...form].map(([key, value]) => [key instanceof Keyword ? key.key : key, value]));
    const given: unknown = fields.get("process");
    const process = given instanceof Keyword ? NEMESIS : given;
    const [type, f] = [plainEdn(fields.get("type")), plainEdn(fields.get("f"))];
    if (
      (typeof process !== "number" && typeof process !== "string" && process !== NEMESIS) ||
      typeof type !== "string" ||
      typeof f !== "string"
    )
      throw new MisuseError(
        `${asked}: event ${i} lacks :process, :type or :f; it has ${[...fields.keys()].join(", ")}.`,
      );
    const number = (name: string) => (typeof fields.get(name) === "number" ? (fields.get(name) as number) : undefined);
    const [key, value] = [plainEdn(fields.get("key")), plainEdn(fields.get("value") ?? null)];
    return [{ process, type, f, key, value, time: number("time"), index: number("index") }];
  });
}

/** `INFO  jepsen.util - 0	:invoke	:write	3`: other lines are passed over. */
function fromLog(text: string, asked: string): JepsenEvent[] {
  if (typeof text !== "string") throw new MisuseError(`${asked} reads text; it got ${quote(text)}.`);
  return text.split("\n").flatMap((line) => {
    const [, process, type, f, value] = LOG_LINE.exec(line) ?? [];
    if (process === undefined) return [];
    const known = process.startsWith(":") ? NEMESIS : /^\d+$/.test(process) ? Number(process) : process;
    const read = plainEdn(readEdn(value!, asked)[0] ?? null);
    return [{ process: known, type: type!, f: f!, key: undefined, value: read, time: undefined, index: undefined }];
  });
}
