// loses: who comes late, from any offset on, gets what is stored in order, then what is new
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
    (this.wanted[topic] ??= {})[from] = fromOffset;
  }
}
