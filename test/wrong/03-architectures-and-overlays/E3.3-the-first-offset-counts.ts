// loses: who subscribes again, from an earlier or a later offset, gets new events once
class EventBus extends Node {
  events: Record<string, string[]> = {};
  wanted: Record<string, Record<string, number>> = {};

  onPublish({ topic, value }: PublishEvent): unknown {
    const offset = (this.events[topic] ??= []).push(value) - 1;
    for (const [subscriber, fromOffset] of Object.entries(this.wanted[topic] ?? {}))
      if (offset >= fromOffset) this.send(subscriber, { type: "event", topic, offset, value });
    return offset;
  }

  onSubscribe({ topic, fromOffset }: SubscribeFrom, from: string): void {
    (this.wanted[topic] ??= {})[from] ??= fromOffset; // what it says later plays no part for what is new
    const stored = this.events[topic] ?? [];
    for (let offset = fromOffset; offset < stored.length; offset++)
      this.send(from, { type: "event", topic, offset, value: stored[offset] });
  }
}
