// Numbers its places itself, keeps no list, obeys a refusal only if it is for the epoch it is in now, and ignores a grant
// that a later one has overtaken.
class Server extends ServerBase {
  next = 0; // the next free place
  last = 1; // the latest epoch granted

  serves(): boolean {
    return this.primary;
  }

  onOrder(request: Order): unknown {
    if (!this.serves()) return "not primary";
    this.send("store", { type: "write", epoch: this.epoch, place: this.next, request: { ...request, epoch: this.epoch } });
    this.next += 1;
  }

  onWritten({ request }: Written): void {
    this.reply(request, "ordered");
  }

  onList(request: List): unknown {
    if (!this.serves()) return "not primary";
    this.send("store", { type: "read", epoch: this.epoch, request: { ...request, epoch: this.epoch } });
  }

  onCurrent({ orders, request }: Current): void {
    this.reply(request, orders);
  }

  onRefused({ request }: Refused): void {
    if ((request as any).epoch === this.epoch) this.primary = false;
    this.reply(request, "not primary");
  }

  onTick(): void {
    const { heard } = this;
    this.heard = false;
    if (this.primary) this.send(this.other, { type: "heartbeat" });
    if (!this.primary && !heard) this.send("store", { type: "takeOver" });
  }

  onGranted({ epoch, orders }: Granted): void {
    if (epoch <= this.last) return;
    this.last = epoch;
    this.epoch = epoch;
    this.next = orders.length;
    this.primary = true;
  }
}
