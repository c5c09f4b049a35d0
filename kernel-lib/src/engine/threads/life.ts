// What a life of a node on its thread begins with: its class evaluated, its clock, its random numbers, its links.
import { LinkRules, Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { Actor } from "../actor.js";
import { consoleTo } from "../console.js";
import { clockOf, evaluateFaults } from "../prepared.js";
import { unship } from "../ship/unship.js";
import type { Peers, Post } from "./peers.js";
import type { Boot } from "./protocol.js";
import type { Thread } from "./thread.js";

export function makeActor(boot: Boot, thread: Thread, others: Peers, post: Post): Actor {
  const { id } = thread;
  const { node, seed, faults, neighbours, lives, lamport, disk } = boot;
  const console = consoleTo((text, stream) => post.tell({ kind: "print", text, stream }));
  const NodeClass = unship(node.shipment, { console });
  const { a, b } = clockOf(faults, id);
  const peers = () => others.ids.filter((other) => other !== id);
  const environment = {
    peers,
    neighbours: () => neighbours ?? peers(),
    knows: (other: NodeId) => others.knows(other),
    now: () => a * thread.time() + b,
    random: randomStream(seed, "node", id, lives),
  };
  const make = () => Object.assign(new NodeClass(), copy(node.fields, "fields"));
  const actor = new Actor(id, thread);
  actor.lamport = lamport;
  actor.process = new Process(id, { make }, environment, disk);
  return actor;
}

export function makeLinks(id: NodeId, { seed, faults, lives, groups }: Boot): Links {
  const links = new Links(new LinkRules(evaluateFaults(faults), 0), () => randomStream(seed, "links", id, lives));
  links.part(groups);
  return links;
}
