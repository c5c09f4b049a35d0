class EventBus extends Node {
  log: { topic: string; value: string }[] = []; // all topics in one list
  cursors = new Map<string, { topic: string; subscriber: string; next: number }>();

  onPublish({ topic, value }: PublishEvent): unknown {
    this.log.push({ topic, value });
    for (const cursor of this.cursors.values()) this.advance(cursor);
    return this.valuesOf(topic).length - 1;
  }

  onSubscribe({ topic, fromOffset }: SubscribeFrom, from: string): void {
    const cursor = { topic, subscriber: from, next: fromOffset };
    this.cursors.set(`${from} ${topic}`, cursor);
    this.advance(cursor);
  }

  advance(cursor: { topic: string; subscriber: string; next: number }) {
    const { topic, subscriber } = cursor;
    const values = this.valuesOf(topic);
    while (cursor.next < values.length) {
      this.send(subscriber, { type: "event", topic, offset: cursor.next, value: values[cursor.next] });
      cursor.next++;
    }
  }

  valuesOf(topic: string): string[] {
    return this.log.filter((event) => event.topic === topic).map(({ value }) => value);
  }
}
