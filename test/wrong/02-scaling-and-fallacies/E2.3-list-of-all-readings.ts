// loses: each sensor sends one message of at most four numbers, as soon as its children have reported
/** The summary of a single reading. */
function summarize(value: number): Summary {
  return { 0: value };
}

/** The summary of all readings in `a` and `b` together. */
function merge(a: Summary, b: Summary): Summary {
  return { ...[...Object.values(a), ...Object.values(b)] } as any;
}

/** Count, mean and maximum of all readings that `summary` stands for. */
function result(summary: Summary): Result {
  const values = Object.values(summary);
  const sum = values.reduce((total, value) => total + value, 0);
  return { count: values.length, mean: sum / values.length, max: Math.max(...values) };
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
    if (this.children === 0) this.report();
    else this.setTimer("patience", this.patience);
  }

  onReading({ summary }: Reading): void {
    if (this.reported) return;
    this.summary = merge(this.summary, summary);
    this.heard++;
    if (this.heard === this.children) this.report();
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
