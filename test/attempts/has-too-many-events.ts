// earns: 0 1
// The same with many small things.
class Echo extends Node {
  onStart() {
    for (let i = 0; i < 20_000; i++) this.setTimer(`${i}`, i);
  }
  onTimer(name: string) {
    this.note(name);
  }
  onSay({ text }: Say, from: string) {
    this.send(from, { type: "heard", text: `${text}!` });
  }
}
