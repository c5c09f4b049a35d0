// A room and its laptops for one test file: opened and joined as a class does, and gone after each test.
import { Node, openClass, type Room } from "kernel-lib";
import { afterEach, vi } from "vitest";
import { eventually } from "./eventually.js";
import { Laptop } from "./laptop.js";

/** How long an answer may take where the machine is busy: a room on one machine is several programs with many threads. */
export const ASK = { timeout: 30_000 };
vi.setConfig({ testTimeout: 180_000 });

export class Board extends Node {
  seen: string[] = [];
  onHello(_: { type: "hello" }, from: string) {
    this.seen.push(from);
    return `hello ${from}`;
  }
}

let room: Room | undefined;
let laptops: Laptop[] = [];

afterEach(async () => {
  await Promise.all(laptops.map((laptop) => laptop.end()));
  laptops = [];
  if (room?.running) await room.stop();
});

export async function openRoom(options: Parameters<typeof openClass>[1] = { nodes: { board: Board } }): Promise<Room> {
  room = await openClass("ds1", options);
  return room;
}

/** A laptop that is gone after the test. @param home another laptop's, after it was started again */
export async function laptop(home?: string): Promise<Laptop> {
  const made = await Laptop.start(home);
  laptops.push(made);
  return made;
}

/** Laptops of these names, which are stores and know each other. */
export async function joined(...names: string[]): Promise<Laptop[]> {
  const made = await Promise.all(names.map(() => laptop()));
  await Promise.all(made.map((one, i) => one.join(room!.link, names[i]!)));
  await eventually("all are here", () => names.every((name) => stateOf(name) === "here"));
  for (const name of names)
    await eventually("they know each other", async () => {
      const peers: string[] = await room!.ask(name, { type: "peers" }, ASK);
      return names.every((other) => other === name || peers.includes(other));
    });
  return made;
}

export function stateOf(name: string): string | undefined {
  return room!.members.find((member) => member.name === name)?.state;
}
