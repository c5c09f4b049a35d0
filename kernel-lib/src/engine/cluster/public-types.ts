// What notebooks see of rooms, as types: apart from the code, so that a program's compiler needs none of Node's types.
import type { Fault } from "../../network/faults.js";
import type { Live } from "../live.js";
import type { System } from "../system.js";
import type { Answer } from "./ballot.js";

export interface Membership extends Live {
  /** Answers the lecturer's poll: with one of its choices, or in words. */
  answer(text: string): Promise<void>;
}

export interface JoinOptions {
  /** The name to join under. */
  as: string;
  /** The nodes that run on this laptop: one of its name, and others named "anna/cache". */
  nodes?: System["nodes"];
}

export interface ClassOptions {
  /** The lecturer's own nodes. */
  nodes?: System["nodes"];
  /** What goes wrong between all nodes of the room; decided by each sender. */
  faults?: Fault[];
  /** The owner's link of a server that runs elsewhere; the environment's VERTEILT_NATS does the same. */
  url?: string;
}

/** A poll that is open: the answers so far, and how to close it. */
export interface OpenPoll {
  readonly question: string;
  /** None: answered in words. */
  readonly choices: readonly string[] | undefined;
  /** Without names. */
  readonly answers: readonly Answer[];
  /** Keeps a word off the board, also when it comes again. */
  hide(word: string): void;
  /** Ends it. */
  end(): Promise<void>;
}
