// loses: a template matches by value, by type and by length, and of several tuples the oldest
class TupleSpace extends Node {
  tuples: Tuple[] = []; // the oldest first
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
    if (!taken) this.tuples.push(tuple);
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
    const found = this.tuples.findLast((tuple) => this.matches(template, tuple));
    if (found && type.startsWith("in")) this.tuples = this.tuples.filter((tuple) => tuple !== found);
    return found;
  }
}
