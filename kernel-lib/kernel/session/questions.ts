// Questions to the process that runs cells, completion, inspection and the student's answers: each is answered, also when that process dies.
import type { PackedAnswer } from "../../src/grade/job.js";
import type { FromExecutor, ToExecutor } from "../thread.js";
import type { Message } from "../wire/message.js";

export class Questions {
  private readonly waiting = new Map<number, (content: object) => void>();
  private readonly packing = new Map<number, (answers: readonly PackedAnswer[] | undefined) => void>();
  private asked = 0;

  constructor(private readonly post: (message: ToExecutor) => void) {}

  ask(type: "complete" | "inspect", request: Message): Promise<object> {
    const { code, cursor_pos, detail_level } = request.content;
    return new Promise<object>((resolve) => {
      const id = ++this.asked;
      this.waiting.set(id, resolve);
      this.post({ type, id, code, position: cursor_pos, detail: detail_level ?? 0 });
    });
  }

  /** What the student declared, packed; undefined where the process ends first. */
  pack(names: readonly string[]): Promise<readonly PackedAnswer[] | undefined> {
    return new Promise((resolve) => {
      const id = ++this.asked;
      this.packing.set(id, resolve);
      this.post({ type: "pack", id, names });
    });
  }

  packed({ id, answers }: Extract<FromExecutor, { type: "packed" }>): void {
    this.packing.get(id)?.(answers);
    this.packing.delete(id);
  }

  answer({ id, content }: Extract<FromExecutor, { type: "answer" }>): void {
    this.waiting.get(id)?.(content);
    this.waiting.delete(id);
  }

  /** Answers all that wait alike. */
  answerAll(content: object): void {
    for (const resolve of this.packing.values()) resolve(undefined);
    this.packing.clear();
    for (const id of [...this.waiting.keys()]) this.answer({ type: "answer", id, content });
  }
}
