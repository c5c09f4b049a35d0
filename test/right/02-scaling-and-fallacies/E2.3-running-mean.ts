// Count and mean instead of count and sum: the means are weighed by their counts.
function summarize(value: number): Summary {
  return { n: 1, average: value, top: value };
}

function merge(a: Summary, b: Summary): Summary {
  const n = a.n + b.n;
  const average = (a.average * a.n + b.average * b.n) / n;
  return { n, average, top: a.top > b.top ? a.top : b.top };
}

function result({ n, average, top }: Summary): Result {
  return { count: n, mean: average, max: top };
}

class Sensor extends Node {
  parent = "";
  children = 0;
  value = 0;
  patience = 100;
  summary: Summary = {};
  reports: Summary[] = [];
  reported = false;

  onStart() {
    if (this.children === 0) this.report();
    else this.setTimer("patience", this.patience);
  }

  onReading({ summary }: Reading): void {
    this.reports.push(summary);
    if (this.reports.length >= this.children) this.report();
  }

  onTimer(): void {
    this.report();
  }

  report() {
    if (this.reported) return;
    this.reported = true;
    this.clearTimer("patience");
    const summary = this.reports.reduce(merge, summarize(this.value));
    if (this.parent) this.send(this.parent, { type: "reading", summary });
    else this.output(result(summary));
  }
}
