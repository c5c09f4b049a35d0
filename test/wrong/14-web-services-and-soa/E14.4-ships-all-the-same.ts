// loses: if the second or third step fails, its leader undoes what was done, and no more
class Transparent extends Node {
  at = 0; // the step that it waits for

  onStart(): void {
    this.send(STEPS[0], { type: "work", order: this.id, value: "key" });
  }

  onDone({ step, value }: Done): void {
    if (step !== STEPS[this.at]) return;
    this.output(value);
    this.at++;
    if (this.at < STEPS.length) this.send(STEPS[this.at], { type: "work", order: this.id, value });
  }

  onFailed({ step }: Failed): void {
    if (step !== STEPS[this.at]) return;
    for (const done of STEPS.slice(0, this.at).reverse()) this.send(done, { type: "undo", order: this.id });
    this.output(`failed: ${step}`);
    this.at = STEPS.length;
  }
}

class Translucent extends Node {
  onBuy({ order, value }: Buy): void {
    this.send(STEPS[0], { type: "work", order, value });
  }

  onDone({ order, step, value }: Done): void {
    const number = STEPS.indexOf(step) + 1;
    this.send(order, { type: "response", number, value });
    if (number < STEPS.length) this.send(STEPS[number], { type: "work", order, value });
  }

  onFailed({ order, step }: Failed): void {
    const at = STEPS.indexOf(step);
    for (const done of STEPS.slice(0, at).reverse()) this.send(done, { type: "undo", order });
    this.send(order, { type: "response", number: at + 1, value: `failed: ${step}` });
  }
}

class Opaque extends Node {
  onBuy({ order, value }: Buy): void {
    this.send(STEPS[0], { type: "work", order, value });
  }

  onDone({ order, step, value }: Done): void {
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next) this.send(next, { type: "work", order, value });
    else if (value.includes("pay")) this.send(order, { type: "response", number: 1, value });
  }

  onFailed({ order, step }: Failed): void {
    const done = STEPS.slice(0, STEPS.indexOf(step)).reverse();
    for (const one of done) this.send(one, { type: "undo", order });
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next) this.send(next, { type: "work", order, value: "" });
    this.send(order, { type: "response", number: 1, value: "failed" });
  }
}
