// What the cells of a session have declared, as TypeScript text, and why a name that a cell uses is missing. All of a
// session's knowledge that a compiler needs is here, so any compiler can be replaced.

/** Why a name is missing, in a sentence that calls it "it". */
export interface Reason {
  readonly sentence: string;
  /** The name for want of which the cell that defines it failed, if that is what it failed for. */
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
   * Names are missing, because the cell that defines them failed or was skipped, for the reason given as a sentence.
   */
  miss(names: readonly string[], sentence: string, lacked?: string): void {
    for (const name of names) this.missing.set(name, { sentence, lacked });
  }

  /** Nothing that was declared is there any more. */
  lose(): void {
    this.text = "";
  }

  /** Why `name` is missing, if it is for a cell that failed or was skipped. */
  reasonMissing(name: string): Reason | undefined {
    const reason = this.missing.get(name);
    if (reason?.lacked === undefined || this.missing.has(reason.lacked)) return reason;
    return {
      ...reason,
      sentence: `The cell that defines it lacked ${reason.lacked}, which is there by now: run that cell again.`,
    };
  }
}
