// loses: a standby, and a primary that is refused, answer orders and lists with a no
class Server extends ServerBase {
  onOrder(request: Order): unknown {
    if (!this.primary) return "not primary";
    const place = this.orders.length;
    this.orders[place] = request.item; // taken, before anyone else can
    this.send("store", { type: "write", epoch: this.epoch, place, request });
  }

  onWritten({ request }: Written): void {
    this.reply(request, "ordered");
  }

  onList(request: List): unknown {
    if (!this.primary) return undefined; // it has no list
    this.send("store", { type: "read", epoch: this.epoch, request });
  }

  onCurrent({ orders, request }: Current): void {
    this.reply(request, orders);
  }

  onRefused({ request }: Refused): void {
    this.primary = false;
    this.reply(request, "not primary");
  }

  onTick(): void {
    if (this.primary) this.send(this.other, { type: "heartbeat" });
    else if (!this.heard) this.send("store", { type: "takeOver" });
    this.heard = false;
  }

  onGranted({ epoch, orders }: Granted): void {
    this.primary = true;
    this.epoch = epoch;
    this.orders = orders;
  }
}
