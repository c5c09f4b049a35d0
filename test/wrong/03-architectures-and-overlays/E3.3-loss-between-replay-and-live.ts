// loses: nothing is lost or doubled for those who come while others publish, at any moment
class EventBus extends Node {
  events: Record<string, string[]> = {};
  wanted: Record<string, Record<string, number>> = {};

  onPublish({ topic, value }: PublishEvent): unknown {
    const offset = (this.events[topic] ??= []).push(value) - 1;
    for (const [subscriber, fromOffset] of Object.entries(this.wanted[topic] ?? {}))
      if (offset >= fromOffset) this.send(subscriber, { type: "event", topic, offset, value });
    return offset;
  }

  async onSubscribe({ topic, fromOffset }: SubscribeFrom, from: string): Promise<void> {
    const stored = [...(this.events[topic] ?? [])];
    for (let offset = fromOffset; offset < stored.length; offset++) {
      this.send(from, { type: "event", topic, offset, value: stored[offset] });
      await this.sleep(1); // not all at once; what is published meanwhile is lost
    }
    (this.wanted[topic] ??= {})[from] = fromOffset;
  }
}
