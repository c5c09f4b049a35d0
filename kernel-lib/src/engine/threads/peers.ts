// The other nodes as a node's thread knows them: where each can be reached, the ports to those it has talked to, and
// what is waiting to be sent.
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import type { SentEnvelope } from "../../trace/recorder.js";
import { Bell } from "./bell.js";
import { type Credits, Gate } from "./credits.js";
import { batchesOf, encodeRow } from "./envelope-text.js";
import { ELSEWHERE, encodeEnvelope, type FromNode, type Whereabouts } from "./protocol.js";

interface Peer {
  readonly incarnation: number;
  readonly gate: Gate;
  port: MessagePort | undefined;
}

/** What the peers need of their thread. */
export interface Post {
  tell(message: FromNode, transfer?: readonly MessagePort[]): void;
  /** Reads what the coordinator has sent, ahead of time. */
  readMail(): void;
}

const FULL = 256;

export class Peers {
  readonly ids: NodeId[] = [];
  #peers = new Map<NodeId, Peer>();
  #outboxes = new Map<NodeId, SentEnvelope[]>();
  #far = new Set<NodeId>();
  /** As rows of text. */
  #farOutbox = new Map<NodeId, string[]>();

  constructor(
    readonly me: NodeId,
    directory: readonly [NodeId, Whereabouts][],
    readonly credits: Credits,
    readonly post: Post,
  ) {
    for (const [id, address] of directory) this.learn(id, address);
  }

  /** A node has a new incarnation, or is new. */
  learn(id: NodeId, address: Whereabouts): void {
    if (!this.#isKnown(id) || (address === ELSEWHERE && !this.ids.includes(id))) this.ids.push(id);
    this.#peers.get(id)?.port?.close();
    if (address === ELSEWHERE) {
      this.#far.add(id);
      return;
    }
    const { incarnation, gate } = address;
    this.#peers.set(id, { incarnation, gate: new Gate(gate), port: undefined });
  }

  /** A node elsewhere has left: it can still be named, but is no peer. */
  forget(id: NodeId): void {
    const index = this.ids.indexOf(id);
    if (index >= 0) this.ids.splice(index, 1);
  }

  knows(id: NodeId): boolean {
    if (!this.#isKnown(id)) this.#askAround();
    return this.#isKnown(id);
  }

  /** Whether envelopes to it go straight to its thread. */
  isNear(id: NodeId): boolean {
    return this.#peers.has(id);
  }

  #isKnown(id: NodeId): boolean {
    return this.#peers.has(id) || this.#far.has(id);
  }

  /** Puts an envelope into the outbox. @returns true if that is full, and `flush` is due */
  add(envelope: SentEnvelope): boolean {
    if (!this.isNear(envelope.to)) return this.#addFar(envelope);
    const outbox = this.#outboxes.get(envelope.to);
    if (!outbox) this.#outboxes.set(envelope.to, [envelope]);
    else return outbox.push(envelope) >= FULL;
    return false;
  }

  /**
   * Hands all envelopes directly to the threads of their receivers. Every envelope takes a credit with it.
   * @param lose gets those whose receiver is down
   */
  flush(lose: (envelope: SentEnvelope) => void): void {
    if (this.#farOutbox.size > 0) this.#flushFar();
    if (this.#outboxes.size === 0) return;
    for (const [to, envelopes] of this.#outboxes) {
      const { length } = envelopes;
      this.credits.take(length);
      const peer = this.#open(to, length);
      if (peer) {
        peer.port ??= this.#connect(to, peer.incarnation);
        peer.port.postMessage(envelopes.map(encodeEnvelope));
      } else {
        this.credits.giveBack(length);
        for (const envelope of envelopes) lose(envelope);
      }
    }
    this.#outboxes.clear();
  }

  #addFar(envelope: SentEnvelope): boolean {
    const outbox = this.#farOutbox.get(envelope.to);
    if (outbox) return outbox.push(encodeRow(envelope)) >= FULL;
    this.#farOutbox.set(envelope.to, [encodeRow(envelope)]);
    return false;
  }

  #flushFar(): void {
    const mail = [...this.#farOutbox].flatMap(([to, rows]) => batchesOf(this.me, to, rows));
    this.#farOutbox.clear();
    for (const { count } of mail) this.credits.take(count);
    this.post.tell({ kind: "elsewhere", mail });
  }

  /** Closes the ports to all. */
  close(): void {
    for (const { port } of this.#peers.values()) port?.close();
  }

  /** The peer with its gate passed; undefined if it is down. */
  #open(to: NodeId, n: number): Peer | undefined {
    const peer = this.#peers.get(to)!;
    if (peer.gate.enter(n)) return peer;
    // It may have restarted, and the news may be waiting in the mail: a node that has heard from it has that news
    // there.
    this.post.readMail();
    const again = this.#peers.get(to)!;
    return again.gate.enter(n) ? again : undefined;
  }

  /** A channel that works at once: what is sent before the other end is attached waits in it. */
  #connect(to: NodeId, incarnation: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    this.post.tell({ kind: "connect", to, incarnation, port: port2 }, [port2]);
    return port1;
  }

  /**
   * The node may have been spawned so recently that the news has not arrived: waits until the coordinator has sent
   * everything it knows.
   */
  #askAround(): void {
    const bell = new Bell();
    this.post.tell({ kind: "whois", bell: bell.memory });
    bell.wait(1000);
    this.post.readMail();
  }
}
