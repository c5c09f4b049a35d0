// loses: twelve messages between five members
class Abcast extends Author {
  count = 0; next = 1;
  texts_: Record<string, string> = {};
  finals: Record<number, string> = {};

  get leader(): string { return [...this.peers, this.id].sort()[0]; }

  onData({ id, text }: Data): void {
    this.texts_[id] = text;
    if (this.id === this.leader) this.toAll({ type: "final", id, priority: ++this.count, by: this.id });
    this.look();
  }
  onPropose(): void {}
  onFinal({ id, priority }: Final): void {
    this.finals[priority] = id;
    this.look();
  }
  look(): void {
    while (this.texts_[this.finals[this.next]] !== undefined) this.deliver(this.texts_[this.finals[this.next++]]);
  }
}
