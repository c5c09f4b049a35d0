// The system: two nodes, and what they say to each other. Extend it, or put your own in its place.
import { Node } from "kernel-lib";

type Text = { type: "text"; number: number; text: string };
type Got = { type: "got"; number: number };

/** Says its texts one after the other, each again until the server has it or the retries are used up. */
export class Member extends Node {
  texts: string[] = [];
  retries = 20;
  next = 0;
  left = 0;

  onStart() {
    this.begin();
  }
  onGot({ number }: Got) {
    if (number !== this.next) return; // the answer to a retry, and not the first one
    this.next++;
    this.begin();
  }
  onTimer() {
    if (this.next === this.texts.length || this.left === 0) return;
    this.left--;
    this.say();
  }
  begin() {
    this.left = this.retries;
    if (this.next < this.texts.length) this.say();
  }
  say() {
    this.send("server", { type: "text", number: this.next, text: this.texts[this.next] });
    this.setTimer("again", 20);
  }
}

/** Shows each text once, in order, however often it arrives. */
export class Server extends Node {
  expected = 0;

  onText({ number, text }: Text, from: string) {
    if (number === this.expected) {
      this.expected++;
      this.output(text);
    }
    if (number < this.expected) this.send(from, { type: "got", number });
  }
}

/** The nodes of a chat in which Ann says `texts`. */
export function chat(texts: string[], retries = 20) {
  return { nodes: { server: Server, ann: Member.with({ texts, retries }) } };
}
