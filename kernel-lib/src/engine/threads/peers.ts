// The other nodes as a thread knows them: where each can be reached, and the ports to those it has talked to.
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import type { Parcel } from "../actor.js";
import { type Credits, Gate } from "./credits.js";
import { type Address, type FromThread, post, type ToThread } from "./protocol.js";

interface Peer {
  life: number;
  gate: Gate;
  port: MessagePort | undefined;
}

export class Peers {
  readonly ids: NodeId[] = [];
  #peers = new Map<NodeId, Peer>();

  /** @param news handles what else the coordinator has sent, when its mail is read ahead of time */
  constructor(
    directory: readonly [NodeId, Address][],
    readonly credits: Credits,
    readonly control: MessagePort,
    readonly news: (message: ToThread) => void,
  ) {
    for (const [id, address] of directory) this.learn(id, address);
  }

  /** A node has a new life, or is new. */
  learn(id: NodeId, { life, gate }: Address): void {
    if (!this.#peers.has(id)) this.ids.push(id);
    this.#peers.get(id)?.port?.close();
    this.#peers.set(id, { life, gate: new Gate(gate), port: undefined });
  }

  knows(id: NodeId): boolean {
    if (!this.#peers.has(id)) this.#askAround();
    return this.#peers.has(id);
  }

  /**
   * Hands a parcel directly to the thread of its receiver. The parcel takes a credit with it.
   * @returns false where the receiver is down
   */
  send(parcel: Parcel): boolean {
    let peer = this.#peers.get(parcel.to)!;
    this.credits.take();
    if (!peer.gate.enter()) {
      // It may have started anew, and the news lie in the mail: whoever heard from it has them there.
      this.#readMail();
      peer = this.#peers.get(parcel.to)!;
      if (!peer.gate.enter()) {
        this.credits.giveBack();
        return false;
      }
    }
    peer.port ??= this.#connect(parcel.to, peer.life);
    peer.port.postMessage(post(parcel));
    return true;
  }

  /** A channel that works at once: what is sent before the other end is attached waits in it. */
  #connect(to: NodeId, life: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    const connect: FromThread = { kind: "connect", to, life, port: port2 };
    this.control.postMessage(connect, [port2]);
    return port1;
  }

  /** The node may have been spawned so recently that nobody told us: waits until the coordinator has told everything it knows. */
  #askAround(): void {
    const bell = new SharedArrayBuffer(4);
    const whois: FromThread = { kind: "whois", bell };
    this.control.postMessage(whois);
    Atomics.wait(new Int32Array(bell), 0, 0, 1000);
    this.#readMail();
  }

  /** Closes the ports to all. */
  close(): void {
    for (const { port } of this.#peers.values()) port?.close();
  }

  #readMail(): void {
    for (let mail = receiveMessageOnPort(this.control); mail; mail = receiveMessageOnPort(this.control))
      this.news(mail.message);
  }
}
