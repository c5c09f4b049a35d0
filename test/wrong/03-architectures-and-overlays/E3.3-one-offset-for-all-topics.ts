// loses: who subscribes again, from an earlier or a later offset, gets new events once
class EventBus extends Node {
  events: Record<string, string[]> = {};
  wanted: Record<string, number> = {}; // subscriber -> fromOffset, whatever the topic
  topics: Record<string, string[]> = {};

  onPublish({ topic, value }: PublishEvent): unknown {
    const offset = (this.events[topic] ??= []).push(value) - 1;
    for (const subscriber of this.topics[topic] ?? [])
      if (offset >= this.wanted[subscriber]) this.send(subscriber, { type: "event", topic, offset, value });
    return offset;
  }

  onSubscribe({ topic, fromOffset }: SubscribeFrom, from: string): void {
    this.wanted[from] = fromOffset;
    if (!this.topics[topic]?.includes(from)) (this.topics[topic] ??= []).push(from);
    const stored = this.events[topic] ?? [];
    for (let offset = fromOffset; offset < stored.length; offset++)
      this.send(from, { type: "event", topic, offset, value: stored[offset] });
  }
}
