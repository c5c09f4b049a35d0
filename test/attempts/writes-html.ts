// earns: 0 1
// Writes a page of its own into the one that its lecturer reads.
class Leaf extends Node {}
class Echo extends Node {
  onStart() {
    this.note("<script>alert(1)</script>");
    this.output({ "<style>*{display:none}</style>": "--><img src=x onerror=alert(1)>" });
    this.setTimer("<svg onload=alert(1)>", 1);
    this.spawn("<b>\"'><form action=//here>", Leaf);
  }
  onTimer(name: string) {
    this.send("asker", { type: "heard", text: `<b>${name}</b>\u202e\u001b[31m` });
  }
  onSay() {
    throw new Error("<b>\u202e</b>");
  }
}
