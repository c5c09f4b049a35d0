/** What the three have in common: one chain, which knows how far it is. */
type Chain = { at: number; open: boolean };

class Transparent extends Node {
  at = 0;
  chain: Chain = { at: 0, open: true };
  ask(value: string) { this.send(STEPS[this.chain.at], { type: "work", order: this.id, value }); }
  onStart(): void { this.ask("key"); }
  onDone({ step, value }: Done): void {
    if (!this.chain.open || step !== STEPS[this.chain.at]) return;
    this.output(value);
    this.chain = { at: this.chain.at + 1, open: this.chain.at + 1 < STEPS.length };
    if (this.chain.open) this.ask(value);
  }
  onFailed({ step }: Failed): void {
    if (!this.chain.open || step !== STEPS[this.chain.at]) return;
    this.chain.open = false;
    this.output(`failed: ${step}`);
    for (let i = this.chain.at - 1; i >= 0; i--) this.send(STEPS[i], { type: "undo", order: this.id });
  }
}

abstract class Leader extends Node {
  chains: Record<string, Chain> = {};
  onBuy({ order, value }: Buy): void {
    if (this.chains[order]) return; // it came twice
    this.chains[order] = { at: 0, open: true };
    this.send(STEPS[0], { type: "work", order, value });
  }
  onDone({ order, step, value }: Done): void {
    const chain = this.chains[order];
    if (!chain.open || step !== STEPS[chain.at]) return;
    chain.at++;
    chain.open = chain.at < STEPS.length;
    this.report(order, chain, value);
    if (chain.open) this.send(STEPS[chain.at], { type: "work", order, value });
  }
  onFailed({ order, step }: Failed): void {
    const chain = this.chains[order];
    if (!chain.open || step !== STEPS[chain.at]) return;
    chain.open = false;
    for (let i = chain.at - 1; i >= 0; i--) this.send(STEPS[i], { type: "undo", order });
    this.failure(order, chain, step);
  }
  abstract report(order: string, chain: Chain, value: string): void;
  abstract failure(order: string, chain: Chain, step: string): void;
}

class Translucent extends Leader {
  report(order: string, { at }: Chain, value: string) { this.send(order, { type: "response", number: at, value }); }
  failure(order: string, { at }: Chain, step: string) {
    this.send(order, { type: "response", number: at + 1, value: `failed: ${step}` });
  }
}

class Opaque extends Leader {
  report(order: string, { open }: Chain, value: string) {
    if (!open) this.send(order, { type: "response", number: 1, value });
  }
  failure(order: string) { this.send(order, { type: "response", number: 1, value: "failed" }); }
}
