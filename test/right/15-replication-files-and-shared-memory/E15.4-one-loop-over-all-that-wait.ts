/** Every request waits first; after each change those that wait are served until no one can be. */
class TupleSpace extends Node {
  tuples: Tuple[] = [];
  waiting: Request[] = [];
  names = 0;

  onOut({ tuple }: { tuple: Tuple }): void { this.tuples.push(tuple); this.serve(); }
  onIn(request: Request): void { this.waiting.push(request); this.serve(); }
  onRead(request: Request): void { this.waiting.push(request); this.serve(); }
  onInp(request: Request): void { this.waiting.push(request); this.serve(); }
  onReadp(request: Request): void { this.waiting.push(request); this.serve(); }
  onEval({ tuple }: { tuple: Tuple }): void {
    this.names += 1;
    this.spawn(`process-${this.names}`, Active.with({ tuple }));
  }

  serve(): void {
    for (let at = 0; at < this.waiting.length; ) {
      const request = this.waiting[at];
      const place = this.tuples.findIndex((tuple) => this.matches(request.template, tuple));
      const patient = request.type === "in" || request.type === "read";
      if (place < 0 && patient) { at++; continue; }
      this.reply(request, place < 0 ? null : this.tuples[place]);
      if (place >= 0 && request.type[0] === "i") this.tuples.splice(place, 1);
      this.waiting.splice(at, 1);
    }
  }

  matches(template: Field[], tuple: Tuple): boolean {
    if (template.length !== tuple.length) return false;
    for (let i = 0; i < tuple.length; i++) {
      const field = template[i], value = tuple[i];
      if (typeof field === "object" ? field.any !== typeof value : !Object.is(field, value)) return false;
    }
    return true;
  }
}
