// loses: each service has a binding of its own, and an error is not remembered
class Binder extends Node {
  bound: Record<string, string> = {}; // each service, and the address it is bound to

  // These fields are a proposal. Keep what you need, add what is missing.
  want: Want = undefined; // the one being served
  client = ""; // who wants it
  asked = ""; // the server asked last; "" for none
  failed: string[] = []; // those that have failed for this want

  onWant(want: Want, from: string): void {
    [this.want, this.client, this.failed] = [want, from, []];
    const address = this.bound[want.service];
    if (address) this.ask(address);
    else this.lookUp();
  }

  onOffers({ offers }: Offers): void {
    const left = offers.filter(({ address }) => !this.failed.includes(address));
    left.sort((a, b) => a.load - b.load);
    if (left.length > 0) this.ask(left[0].address);
    else this.answer({ error: "unavailable" });
  }

  onGot({ key, value }: Got, from: string): void {
    if (from !== this.asked || key !== this.want.key) return; // too late
    if (value === undefined) return this.fail();
    this.bound[this.want.service] = from;
    this.answer({ value });
  }

  onTimer(): void {
    this.fail();
  }

  ask(address: string) {
    this.asked = address;
    this.send(address, { type: "get", service: this.want.service, key: this.want.key });
    this.setTimer("dead", 50);
  }
  lookUp() {
    this.send("broker", { type: "lookup", service: this.want.service });
  }
  fail() {
    this.clearTimer("dead");
    this.failed.push(this.asked);
    this.asked = "";
    this.bound = {};
    this.lookUp();
  }
  answer(outcome: { value: string } | { error: string }) {
    this.clearTimer("dead");
    this.asked = "";
    this.send(this.client, { type: "answer", key: this.want.key, ...outcome });
  }
}
