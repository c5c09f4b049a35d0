// What threads that explore together share besides the tables: a few counters, and areas for what was found.
//
// The states whose steps are to be taken are given out in chunks, in the order of their numbers. A state that is new gets
// its row where it is found; its number, and so its place in the graph, it gets when all chunks before have theirs: so every
// number is that of one core. Until then an area lists what a chunk has found.

/** States in a chunk. */
export const CHUNK = 256;
/** Chunks that are not in the graph yet. */
export const AREAS = 64;
/** Entries an area holds. */
export const ENTRIES = 2048;

/** Counters, by position. */
export const LOCK = 0;
/** The first state that nobody has taken, and the first that is not known yet. */
export const NEXT = 1;
export const AVAILABLE = 2;
/** Chunks taken, and those that are in the graph. */
export const TAKEN = 3;
export const COMMITTED = 4;
/** Whether helpers have to park, and how many of them do. */
export const HALT = 5;
export const PARKED = 6;
/** Helpers that have begun, and those that could not go on. */
export const READY = 7;
export const LOST = 8;
/** Counts the tables that were posted. */
export const VERSION = 9;
/** How many components, and integers of steps, the posted tables contain. */
export const COMPONENTS = 10;
export const USED = 11;
/** Grows when there may be something to take. */
export const CALL = 12;
/** Rows that threads have taken to write states into, and how many they may take. */
export const ROWS = 13;
export const ROOM = 14;
export const COUNTERS = 16;

/**
 * An area begins with: the number of its chunk, the states, whether it is done, entries, steps that lead somewhere, and
 * the first state whose steps were not taken.
 */
export const NUMBER = 0;
export const BEGIN = 1;
export const END = 2;
export const DONE = 3;
export const COUNT = 4;
export const GENERATED = 5;
export const REACHED = 6;
const HEADER = 8;

/** An entry: the row of a state that is new as far as the chunk can tell; -1 for one whose steps are not all known. */
export const FOUND = 0;
export const PARENT = 1;
/** Steps of the chunk that led somewhere, this one included. */
export const SO_FAR = 2;
const ENTRY = 3;

export const AREA = HEADER + ENTRIES * ENTRY;

/** Where an entry begins in its area. */
export function entryAt(entry: number): number {
  return HEADER + entry * ENTRY;
}

/** Behind the integers of a state its row contains its hash, then its number: -1 - number once it has one. */
export const HASH = 0;
/** Until then, the chunk that counts as the one that has found it. */
export const NUMBER_OR_CHUNK = 1;
export const BEHIND = 2;

/** The tables that helpers read. */
export interface Tables {
  readonly starts: Int32Array;
  readonly steps: Int32Array;
  readonly componentHashes: Int32Array;
  readonly added: Int32Array;
  /** The row of each state. */
  readonly order: Int32Array;
  readonly rows: Int32Array;
  readonly slots: Int32Array;
}

/** What a helper is given first. */
export interface Beginning {
  readonly counters: Int32Array;
  readonly areas: Int32Array;
  readonly nodes: number;
  readonly width: number;
  readonly crashes: number;
}

/** Other threads, which run `help`. */
export interface Helpers {
  /** One of them has failed. */
  readonly isLost: boolean;
  /** Gives all of them the same message. */
  post(message: Tables): void;
  /** Ends them. */
  end(): Promise<void>;
}

/** Starts so many threads; undefined where there can be none. */
export type StartHelpers = (count: number, beginning: Beginning) => Helpers | undefined;
