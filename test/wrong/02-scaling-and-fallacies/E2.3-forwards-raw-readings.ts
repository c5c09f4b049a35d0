// loses: each sensor sends one message of at most four numbers, as soon as its children have reported
/** The summary of a single reading. */
function summarize(value: number): Summary {
  return { count: 1, sum: value, max: value };
}

/** The summary of all readings in `a` and `b` together. */
function merge(a: Summary, b: Summary): Summary {
  return { count: a.count + b.count, sum: a.sum + b.sum, max: Math.max(a.max, b.max) };
}

/** Count, mean and maximum of all readings that `summary` stands for. */
function result(summary: Summary): Result {
  return { count: summary.count, mean: summary.sum / summary.count, max: summary.max };
}

class Sensor extends Node {
  parent = ""; // "" at the root
  children = 0; // how many sensors report to this one
  value = 0; // what this sensor measures
  patience = 100; // ms to wait for the children
  summary: Summary = {}; // of all readings so far
  heard = 0; // how many children have reported
  reported = false;

  onStart() {
    this.summary = summarize(this.value);
    if (this.parent || this.children === 0) this.report();
    else this.setTimer("patience", this.patience);
  }

  onReading({ summary }: Reading): void {
    if (this.parent) return this.send(this.parent, { type: "reading", summary });
    this.summary = merge(this.summary, summary);
  }

  onTimer(): void {
    if (!this.reported) this.report();
  }

  report() {
    this.reported = true;
    this.clearTimer("patience");
    if (this.parent) this.send(this.parent, { type: "reading", summary: this.summary });
    else this.output(result(this.summary));
  }
}
