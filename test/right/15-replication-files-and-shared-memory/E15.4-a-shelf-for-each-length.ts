/** No list of all tuples: those of one length lie together. */
class TupleSpace extends Node {
  tuples: Record<number, Tuple[]> = {}; // by length, the oldest first
  waiting: Request[] = []; // who has waited longest first
  evals = 0;

  onOut({ tuple }: { tuple: Tuple }): void {
    const still: Request[] = [];
    let taken = false;
    for (const request of this.waiting) {
      if (taken || !this.matches(request.template, tuple)) { still.push(request); continue; }
      this.reply(request, tuple);
      taken = request.type === "in";
    }
    this.waiting = still;
    if (!taken) (this.tuples[tuple.length] ??= []).push(tuple);
  }

  onIn(request: Request): void {
    this.serve(request);
  }

  onRead(request: Request): void {
    this.serve(request);
  }

  onInp(request: Request): void {
    this.reply(request, this.find(request) ?? null);
  }

  onReadp(request: Request): void {
    this.reply(request, this.find(request) ?? null);
  }

  onEval({ tuple }: { tuple: Tuple }): void {
    this.spawn(`active${++this.evals}`, Active.with({ tuple }));
  }

  matches(template: Field[], tuple: Tuple): boolean {
    return template.length === tuple.length && template.every((field, i) =>
      typeof field === "object" ? typeof tuple[i] === field.any : field === tuple[i]);
  }

  // You may add methods here.
  serve(request: Request): void {
    const found = this.find(request);
    if (found) this.reply(request, found);
    else this.waiting.push(request);
  }

  find({ type, template }: Request): Tuple | undefined {
    const shelf = this.tuples[template.length] ?? [];
    const place = shelf.findIndex((tuple) => this.matches(template, tuple));
    if (place < 0 || type.startsWith("read")) return shelf[place];
    return shelf.splice(place, 1)[0];
  }
}
