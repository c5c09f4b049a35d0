// A laptop in a room, as its notebook sees it: what `start` returns, and an answer to the lecturer's polls.
import { MisuseError, quote } from "../../node/errors.js";
import type { AnyMessage, NodeId } from "../../node/messages.js";
import { checkNames } from "../../node/near-miss.js";
import type { NodeClass, NodeSpec } from "../../node/node.js";
import type { Trace } from "../../trace/trace.js";
import type { Run } from "../run.js";
import { prepareNode } from "../system.js";
import { finishedRun } from "../threads/finished-run.js";
import { GatewayThread } from "./calls.js";
import type { ClockReading } from "./clock-offset.js";
import { laptopToken } from "./laptop.js";
import { ask, parse, resolveLink } from "./link.js";
import { checkName, nodeRefusal } from "./names.js";
import type { JoinOptions, Membership } from "./public-types.js";
import { fingerprintOf } from "./registrar.js";
import type { ShownPoll } from "./server/page.js";
import { SharedRecord } from "./shared-record.js";

/**
 * Joins a room by its link. The nodes run on this laptop only: no code travels.
 * @throws MisuseError with a sentence where the link, the name or a node does not fit
 */
export async function joinRoom(link: string, options: JoinOptions): Promise<Member> {
  checkNames(options, ["as", "nodes"]);
  const name = checkName(options?.as);
  const nodes = new Map(
    Object.entries(options.nodes ?? {}).map(([id, given]) => {
      const refusal = nodeRefusal(id, name);
      if (refusal !== undefined) throw new MisuseError(`join: ${refusal}`);
      return [id, prepareNode(id, given)];
    }),
  );
  const invitation = await resolveLink(link);
  const token = laptopToken(invitation.secret);
  const member = new Member(name);
  try {
    const joined = await member.thread.ask("join", { invitation, name, token, nodes });
    if (joined.refused) {
      const url = parse(link);
      url.pathname = `${url.pathname}/why`;
      const { sorry } = await ask(url, link, { name, fingerprint: fingerprintOf(token) });
      throw new MisuseError(`join as ${quote(name)}: ${sorry ?? "the room did not let you in. Try again."}`);
    }
    member.record.begin(joined.faults, joined.epoch);
  } catch (error) {
    await member.thread.end();
    throw error;
  }
  return member;
}

export class Member implements Membership {
  readonly record = new SharedRecord(1);
  readonly thread: GatewayThread;
  #running = true;
  #over: "over" | "removed" | undefined;

  constructor(readonly name: string) {
    const { record } = this;
    this.thread = new GatewayThread("./member-gateway.js", {
      ...record.hears,
      state: (state: "here" | "away") =>
        record.say(state === "away" ? "The connection to the room is lost; it is tried again." : "Back in the room."),
      poll: (poll: ShownPoll | null) => {
        if (poll) record.say(pollText(poll));
      },
      over: (why: "over" | "removed") => {
        this.#over = why;
        record.say(why === "over" ? "The lecturer has closed the room." : "The lecturer has taken this laptop out.");
      },
    });
  }

  get trace(): Trace {
    return this.record.collector.trace;
  }

  get running(): boolean {
    return this.#running && this.#over === undefined;
  }

  async ask(to: NodeId, message: AnyMessage, options: { timeout?: number } = {}): Promise<any> {
    this.#check();
    return this.thread.ask("ask", to, message, options.timeout);
  }

  async answer(text: string): Promise<void> {
    this.#check();
    if (typeof text !== "string") throw new MisuseError(`answer(${quote(text)}): an answer is text, such as "B".`);
    await this.thread.ask("answer", text);
  }

  /** Compares this laptop's clock with the lecturer's. */
  async clock(): Promise<ClockReading> {
    this.#check();
    return this.thread.ask("clock");
  }

  async crash(id: NodeId): Promise<void> {
    await this.#own("crash", id);
  }

  async restart(id: NodeId): Promise<void> {
    await this.#own("restart", id);
  }

  async pause(id: NodeId): Promise<void> {
    await this.#own("pause", id);
  }

  async resume(id: NodeId): Promise<void> {
    await this.#own("resume", id);
  }

  async partition(): Promise<void> {
    throw new MisuseError("Only the one who opened the room can part it: room.partition(...).");
  }

  async heal(): Promise<void> {
    throw new MisuseError("Only the one who opened the room can heal it: room.heal().");
  }

  async add(id: NodeId, node: NodeClass | NodeSpec): Promise<void> {
    this.#check();
    const refusal = nodeRefusal(id, this.name);
    if (refusal !== undefined) throw new MisuseError(refusal);
    await this.thread.ask("add", id, prepareNode(id, node));
  }

  async stop(): Promise<Run> {
    if (!this.#running) throw new MisuseError("This laptop has left the room. Join again with join(link, ...).");
    this.#running = false;
    const last = await this.thread.ask("leave");
    const { record } = this;
    const ms = record.clock.time();
    await this.thread.end();
    return finishedRun(record.collector, record.system, last, "until", ms);
  }

  async #own(what: "crash" | "restart" | "pause" | "resume", id: NodeId): Promise<void> {
    this.#check();
    if (!(await this.thread.ask("knows", id)))
      throw new MisuseError(
        `${what}(${quote(id)}): this laptop runs no such node. Each laptop decides for its own only.`,
      );
    await this.thread.ask(what, id);
  }

  #check(): void {
    if (!this.running)
      throw new MisuseError("This laptop is not in the room any more. Join again with join(link, ...).");
  }
}

function pollText({ question, choices }: ShownPoll): string {
  if (!choices) return `${question}\n  Answer with: await me.answer("...")`;
  const answers = choices.map((choice) => `await me.answer(${JSON.stringify(choice)})`);
  return `${question}\n  ${answers.join("\n  ")}`;
}
