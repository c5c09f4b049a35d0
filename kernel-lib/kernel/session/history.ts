// What was run in this session, for `history_request`. Earlier sessions are not kept.

type Entry = [session: number, line: number, input: string | [string, string | null]];

export class History {
  private readonly entries: { line: number; input: string; output: string | null }[] = [];

  add(line: number, input: string): void {
    this.entries.push({ line, input, output: null });
  }

  /** The plain text of the result that cell `line` had. */
  result(line: number, output: unknown): void {
    const entry = this.entries.findLast((entry) => entry.line === line);
    if (entry && typeof output === "string") entry.output = output;
  }

  /** What was run, in order. */
  inputs(): readonly { line: number; input: string }[] {
    return this.entries;
  }

  /** Answers a request of access type tail, range or search. */
  answer(request: any): { status: "ok"; history: Entry[] } {
    const found = this.select(request).map(
      ({ line, input, output }): Entry => [0, line, request.output ? [input, output] : input],
    );
    return { status: "ok", history: found };
  }

  private select(request: any) {
    if (request.hist_access_type === "range") {
      if (request.session) return [];
      const [start, stop] = [request.start ?? 0, request.stop ?? Number.POSITIVE_INFINITY];
      return this.entries.filter(({ line }) => line >= start && line < stop);
    }
    let found = this.entries;
    if (request.hist_access_type === "search") {
      const pattern = glob(request.pattern ?? "*");
      found = found.filter(({ input }) => pattern.test(input));
      if (request.unique) found = found.filter(({ input }, i) => found.findLastIndex((e) => e.input === input) === i);
    }
    return request.n > 0 ? found.slice(-request.n) : found;
  }
}

function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "s");
}
