// loses: each subscriber has a place of its own, also one in the future
class EventBus extends Node {
  events: Record<string, string[]> = {};
  subscribers: Record<string, string[]> = {};
  cursor: Record<string, number> = {}; // one for all subscribers of a topic

  onPublish({ topic, value }: PublishEvent): unknown {
    const offset = (this.events[topic] ??= []).push(value) - 1;
    this.deliver(topic);
    return offset;
  }

  onSubscribe({ topic, fromOffset }: SubscribeFrom, from: string): void {
    const subscribers = (this.subscribers[topic] ??= []);
    if (!subscribers.includes(from)) subscribers.push(from);
    this.cursor[topic] = fromOffset;
    this.deliver(topic);
  }

  deliver(topic: string) {
    const list = this.events[topic] ?? [];
    this.cursor[topic] ??= 0;
    for (; this.cursor[topic] < list.length; this.cursor[topic]++) {
      const offset = this.cursor[topic];
      for (const subscriber of this.subscribers[topic] ?? [])
        this.send(subscriber, { type: "event", topic, offset, value: list[offset] });
    }
  }
}
