// A room, as the notebook that opened it sees it: who is here, what happens, and what the lecturer may do.

import type { Fault, KnownFault } from "../../network/faults.js";
import { MisuseError, quote } from "../../node/errors.js";
import type { AnyMessage, NodeId } from "../../node/messages.js";
import { checkNames } from "../../node/near-miss.js";
import type { Trace } from "../../trace/trace.js";
import { CheckedLinks, type Links } from "../checked-live.js";
import type { Run } from "../run.js";
import { prepareNode } from "../system.js";
import { finishedRun } from "../threads/finished-run.js";
import type { FinalState } from "../threads/shutdown.js";
import type { Answer } from "./ballot.js";
import { GatewayThread } from "./calls.js";
import type { ClassOptions, OpenPoll } from "./public-types.js";
import type { MemberNews, OpenOrder } from "./room-news.js";
import type { ShownPoll } from "./server/page.js";
import { SharedRecord } from "./shared-record.js";

const SEED = 1;

export async function openRoom(name: string, options: ClassOptions = {}): Promise<LiveRoom> {
  checkNames(options, ["nodes", "faults", "url"]);
  if (typeof name !== "string" || name.trim() === "" || name.length > 60)
    throw new MisuseError(`openClass(${quote(name)}): a class has a name of 1 to 60 characters, such as "ds1".`);
  const nodes = new Map(Object.entries(options.nodes ?? {}).map(([id, given]) => [id, prepareNode(id, given)]));
  const faults = checkFaults(options.faults ?? []);
  const room = new LiveRoom(name);
  try {
    const remote = process.env.VERTEILT_ROOM;
    await room.open({ room: name.trim(), nodes, faults, seed: SEED, url: options.url, remote });
  } catch (error) {
    await room.thread.end();
    throw error;
  }
  return room;
}

/** Faults of links are the room's, and data; those of nodes are for their owners to decide. */
function checkFaults(faults: readonly Fault[]): readonly Fault[] {
  for (const fault of faults as readonly KnownFault[]) {
    if (fault.kind === "rule")
      throw new MisuseError("openClass: a rule is code, and no code travels in a class. Use loss, latency, partition.");
    if (["crash", "pause", "slow", "clock", "byzantine"].includes(fault.kind))
      throw new MisuseError(
        `openClass: ${fault.kind} is a fault of a node, and whoever runs a node decides for it. ` +
          "Faults of a room are those of links: loss, latency, duplicate, reorder, corrupt, bandwidth, partition.",
      );
  }
  return faults;
}

export class LiveRoom extends CheckedLinks {
  readonly record = new SharedRecord(SEED);
  readonly thread: GatewayThread;
  /** By which to join. */
  link = "";
  /** The same room at this computer's other addresses. */
  otherLinks: readonly string[] = [];
  /** What may be typed at the link's host instead of its code. */
  spoken = "";
  /** The process of the server. */
  serverProcess = 0;
  protected override readonly does: Links = {
    knows: (name) => this.#names().has(name),
    pause: (name) => this.thread.ask("pause", name),
    resume: (name) => this.thread.ask("resume", name),
    part: (groups) => this.thread.ask("part", groups),
  };
  #members: readonly MemberNews[] = [];
  #poll: { id: number; poll: { answers: readonly Answer[] } } | undefined;
  readonly #last: { states: FinalState[]; waiting: any[] } = { states: [], waiting: [] };

  constructor(readonly name: string) {
    super();
    const { record } = this;
    this.thread = new GatewayThread("./room-gateway.js", {
      ...record.hears,
      members: (members: readonly MemberNews[]) => {
        this.#members = members;
      },
      answers: (id: number, answers: readonly Answer[]) => {
        if (this.#poll?.id === id) this.#poll.poll.answers = answers;
      },
      polled: (poll: ShownPoll, answers: readonly Answer[]) => {
        // What was asked in a cell is kept there.
        if (this.#poll?.id !== poll.id) record.say(outcomeOf(poll, answers));
      },
      last: (states: FinalState[], waiting: any[]) => {
        this.#last.states.push(...states);
        this.#last.waiting.push(...waiting);
      },
      gone: () => {
        if (this.running) record.say("The room's server has ended. Open the room again.", "stderr");
      },
    });
  }

  async open(order: OpenOrder): Promise<void> {
    this.record.begin(order.faults);
    const { links, spoken, epoch, process } = await this.thread.ask("open", order);
    this.record.clock.epoch = epoch;
    const [link, ...others] = links;
    this.link = link;
    this.otherLinks = others;
    this.spoken = spoken;
    this.serverProcess = process;
  }

  get trace(): Trace {
    return this.record.collector.trace;
  }

  get members(): readonly MemberNews[] {
    return this.#members;
  }

  protected override question(to: NodeId, message: AnyMessage, timeout: number | undefined): Promise<any> {
    return this.thread.ask("ask", to, message, timeout);
  }

  async remove(name: string): Promise<void> {
    this.check();
    if (!this.#members.some((member) => member.name === name))
      throw new MisuseError(`remove(${quote(name)}): there is no such member. ${this.#who()}`);
    await this.thread.ask("remove", name);
  }

  /** Opens a poll. A room has one at a time: the one before ends. */
  async openPoll(question: string, choices: readonly string[] | undefined): Promise<OpenPoll> {
    this.check();
    const id = await this.thread.ask("openPoll", question, choices);
    const hidden = new Set<string>();
    const given: { answers: readonly Answer[] } = { answers: [] };
    this.#poll = { id, poll: given };
    const { thread } = this;
    return {
      question,
      choices,
      get answers() {
        return given.answers.filter(({ answer }) => !hidden.has(answer.toLowerCase()));
      },
      hide(word) {
        hidden.add(word.toLowerCase());
      },
      async end() {
        const last: readonly Answer[] = await thread.ask("closePoll", id);
        if (last.length > 0) given.answers = last;
      },
    };
  }

  protected override async end(): Promise<Run> {
    const { quiet, ms, away } = await this.thread.ask("stop");
    const { record } = this;
    await this.thread.end();
    return finishedRun(record.collector, record.system, this.#last, quiet ? "quiet" : "until", ms, away);
  }

  protected override whyOver(): string {
    return "This room was closed. Open a new one with openClass(name).";
  }

  protected override whyUnknown(name: string): string {
    return `There is no ${quote(name)} in this room. ${this.#who()}`;
  }

  #names(): Set<string> {
    const members = this.#members.flatMap(({ name, nodes }) => [name, ...nodes]);
    return new Set([...members, ...this.record.system.nodes.keys()]);
  }

  #who(): string {
    const present = this.#members.filter(({ state }) => state !== "left");
    const names = present.map(({ name }) => quote(name)).sort();
    return names.length === 0 ? "Nobody has joined yet." : `Here are ${names.join(", ")}.`;
  }
}

/** A poll that was asked from a slide, in a line: answers have no names, and the most frequent comes first. */
function outcomeOf({ question, choices = [] }: ShownPoll, answers: readonly Answer[]): string {
  const counts = new Map(choices.map((choice) => [choice, 0]));
  for (const { answer } of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const ranked = [...counts].sort(([, a], [, b]) => b - a).map(([answer, count]) => `${quote(answer)} ${count}`);
  return `Asked from a slide: ${question} ${answers.length === 0 ? "Nobody answered." : `${ranked.join(", ")}.`}`;
}
