// What a thread that does experiments says about each. Types only.

export interface Printed {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** The result, and what was printed; nothing where the experiment has to be done where it was written. */
export interface Answer {
  readonly index: number;
  readonly done?: { readonly result: unknown; readonly printed: readonly Printed[] };
}
