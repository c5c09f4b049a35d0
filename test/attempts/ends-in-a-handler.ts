// earns: 0 1
// Ends itself in each way there is, while the judge waits.
class Echo extends Node {
  onSay({ text }: Say, from: string) {
    this.send(from, { type: "heard", text });
    if (text === "hi") process.exit(0);
    if (text === "beta") process.abort();
    process.kill(process.pid, "SIGKILL");
  }
}
