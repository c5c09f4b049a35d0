// What the cells of a session have declared, as TypeScript text, and why a name that a cell uses is missing. All that a
// compiler needs to know of the session is here, so any compiler can be replaced.

/** Why a name is missing, in a sentence that calls it "it". */
export interface Reason {
  readonly sentence: string;
  /** The missing name that made the cell that defines it fail, if that is why it failed. */
  readonly lacked?: string;
}

export class Declarations {
  /** For the compiler. */
  text = "";
  private readonly missing = new Map<string, Reason>();

  /** A cell that declares `names` has run. */
  keep(text: string, names: readonly string[]): void {
    this.text = text;
    for (const name of names) this.missing.delete(name);
  }

  /**
   * Names are missing because the cell that defines them failed or was skipped; the sentence says why.
   */
  miss(names: readonly string[], sentence: string, lacked?: string): void {
    for (const name of names) this.missing.set(name, { sentence, lacked });
  }

  /** Nothing that was declared exists any more. */
  lose(): void {
    this.text = "";
  }

  /** Why `name` is missing, if that is because a cell failed or was skipped. */
  reasonMissing(name: string): Reason | undefined {
    const reason = this.missing.get(name);
    if (reason?.lacked === undefined || this.missing.has(reason.lacked)) return reason;
    return {
      ...reason,
      sentence: `The cell that defines it failed without ${reason.lacked}, which is defined by now: run that cell again.`,
    };
  }
}
