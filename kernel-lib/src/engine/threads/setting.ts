// What a coordinator works in: a run that is its own, or one that it shares with others, in other processes.
import type { NodeId } from "../../node/messages.js";
import type { Recorder } from "../../trace/recorder.js";
import type { History } from "../history.js";
import type { PreparedNode } from "../prepared-system.js";
import type { TextBatch } from "./envelope-text.js";
import type { RunClock } from "./run-clock.js";
import type { EventBatch } from "./trace-buffer.js";

/** Keeps what is known of a run, or hands it on to where it is kept. */
export interface RunRecord extends Recorder {
  readonly history: Pick<History, "add">;
  /** A node joins. */
  add(id: NodeId, node: PreparedNode): void;
  /** A batch from a node's thread. */
  collect(id: NodeId, batch: EventBatch): void;
  /** A node has ended because of an error. */
  fail(id: NodeId, error: Error): void;
}

export interface Setting {
  readonly clock: RunClock;
  readonly record: RunRecord;
  /** Whether what the run is to last for has come; asked whenever a node has reported. */
  done?(): boolean;
  /** Where nodes print. */
  print(id: NodeId, text: string, stream: "stdout" | "stderr"): void;
  readonly beyond?: Beyond;
}

/** The other processes of a shared run. */
export interface Beyond {
  /** The line of those who ask from here. */
  readonly outside: NodeId;
  /** The incarnations that start here are numbered from the next one. */
  readonly incarnations: number;
  /** Whether a node elsewhere has this name. */
  knows(id: NodeId): boolean;
  /** Why a node of this name may not run here, if it may not. */
  refuse(id: NodeId): string | undefined;
  /** Whether a node may answer what another was asked. */
  readonly mayAnswer: (by: NodeId, asked: NodeId) => boolean;
  /** Takes envelopes for nodes elsewhere. */
  send(batch: TextBatch): void;
  /** Resolves when all news of nodes elsewhere has come. */
  hearNews(): Promise<void>;
  /** Nothing is in flight here, and no timer is set. */
  onQuiet(): void;
}
