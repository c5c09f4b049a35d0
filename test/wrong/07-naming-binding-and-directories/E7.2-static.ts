// loses: a move costs one failed call and one more lookup
class Binder extends Node {
  client = "";

  onWant({ service, key }: Want, from: string): void {
    this.client = from;
    this.send("s1", { type: "get", service, key }); // hard-coded
    this.setTimer(key, 50);
  }
  onOffers({ offers }: Offers): void {}
  onGot({ key, value }: Got): void {
    this.clearTimer(key);
    this.send(this.client, value ? { type: "answer", key, value } : { type: "answer", key, error: "unavailable" });
  }
  onTimer(key = ""): void {
    this.send(this.client, { type: "answer", key, error: "unavailable" });
  }
}
