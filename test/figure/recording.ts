// Builds small traces by hand, as an engine would record them: Lamport times and ids come by themselves.
import type { EventKind, Trace, TraceEvent } from "kernel-lib/dist/src/trace/trace.js";

export class Recording {
  readonly events: TraceEvent[] = [];
  readonly #lamport = new Map<string, number>();
  readonly #classes: Record<string, string>;

  /** @param classes node id -> class name */
  constructor(classes: Record<string, string>) {
    this.#classes = classes;
  }

  /** Any event on a node's line. */
  add(node: string, kind: EventKind, at: number, more: { cause?: number; message?: any; peer?: string } = {}): number {
    const cause = more.cause === undefined ? 0 : this.events[more.cause]!.lamport;
    const lamport = Math.max(this.#lamport.get(node) ?? 0, cause) + 1;
    if (kind !== "lost") this.#lamport.set(node, lamport);
    this.events.push({ id: this.events.length, node, kind, at, lamport, ...more });
    return this.events.length - 1;
  }

  send(from: string, to: string, message: any, at: number, cause?: number): number {
    return this.add(from, "send", at, { message, peer: to, ...(cause === undefined ? {} : { cause }) });
  }

  /** What becomes of the message whose sending has this id. */
  end(send: number, at: number, kind: "receive" | "lost" | "ignored" = "receive"): number {
    const { node, peer, message } = this.events[send]!;
    return this.add(peer!, kind, at, { cause: send, message, peer: node });
  }

  trace(more: Partial<Trace> = {}): Trace {
    const nodes = Object.fromEntries(
      Object.entries(this.#classes).map(([id, name]) => [id, { class: name, fields: {} }]),
    );
    return { version: 1, system: { nodes, faults: [] }, seed: 1, engine: "simulator", events: this.events, ...more };
  }
}

/** The client asks the server `rounds` times; a message takes 1 ms, and the client outputs each answer. */
export function pingPong(rounds: number): Recording {
  const recording = new Recording({ server: "Server", client: "Client" });
  recording.add("server", "start", 0);
  let cause = recording.add("client", "start", 0);
  for (let n = 1; n <= rounds; n++) {
    const at = 2 * n - 2;
    const ping = recording.end(recording.send("client", "server", { type: "ping", n }, at, cause), at + 1);
    cause = recording.end(recording.send("server", "client", { type: "pong", n }, at + 1, ping), at + 2);
    recording.add("client", "output", at + 2, { cause, message: n });
  }
  return recording;
}
