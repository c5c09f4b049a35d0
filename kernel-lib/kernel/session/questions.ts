// Completion and inspection: questions to the process that runs cells, each with an answer, also when that process dies.
import type { FromExecutor, ToExecutor } from "../thread.js";
import type { Message } from "../wire/message.js";

export class Questions {
  private readonly waiting = new Map<number, (content: object) => void>();
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

  answer({ id, content }: Extract<FromExecutor, { type: "answer" }>): void {
    this.waiting.get(id)?.(content);
    this.waiting.delete(id);
  }

  /** Answers all that wait alike. */
  answerAll(content: object): void {
    for (const id of [...this.waiting.keys()]) this.answer({ type: "answer", id, content });
  }
}
