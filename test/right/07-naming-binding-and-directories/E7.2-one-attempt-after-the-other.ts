// Each want has an object of its own; a late answer is recognised by the number of its attempt's timer.
class Binder extends Node {
  bindings = new Map<string, string>();
  job: { want: Want; from: string; tried: string[]; server?: string };

  onWant(want: Want, from: string): void {
    this.job = { want, from, tried: [] };
    const known = this.bindings.get(want.service);
    if (known === undefined) this.send("broker", { type: "lookup", service: want.service });
    else this.attempt(known);
  }

  onOffers({ offers }: Offers): void {
    let best: Offer;
    for (const offer of offers)
      if (!this.job.tried.includes(offer.address) && !(best?.load <= offer.load)) best = offer;
    if (best) this.attempt(best.address);
    else this.finish({ error: "unavailable" });
  }

  onGot({ key, value }: Got, from: string): void {
    if (this.job.want.key !== key || this.job.server !== from) return;
    if (value === undefined) this.another();
    else this.finish({ value });
  }

  onTimer(): void {
    if (this.job.server !== undefined) this.another();
  }

  attempt(server: string) {
    const { service, key } = this.job.want;
    this.job.server = server;
    this.job.tried.push(server);
    this.bindings.set(service, server);
    this.send(server, { type: "get", service, key });
    this.setTimer("patience", 50);
  }

  another() {
    this.job.server = undefined;
    this.clearTimer("patience");
    this.bindings.delete(this.job.want.service);
    this.send("broker", { type: "lookup", service: this.job.want.service });
  }

  finish(outcome: object) {
    this.job.server = undefined;
    this.clearTimer("patience");
    this.send(this.job.from, { type: "answer", key: this.job.want.key, ...outcome });
  }
}
