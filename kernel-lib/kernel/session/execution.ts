// Cells, one after the other: busy, input, outputs, reply; what an error leaves undone is aborted; a dead worker is told of.
import type { CellError, CommMessage, Expression, FromExecutor } from "../thread.js";
import type { Header, Message } from "../wire/message.js";
import type { Channel, Sockets } from "../wire/sockets.js";
import { Executor } from "./executor.js";
import { type CarryOut, isTestCell, notRun, verdict } from "./grading.js";
import { History } from "./history.js";
import { Outputs } from "./outputs.js";

interface Running {
  cell: string;
  count: number;
  code: string;
  silent: boolean;
  /** A test cell whose result is out, or is none of the worker's to give. */
  judged: "no" | "pending" | "done";
  finish(outcome: { error?: CellError; expressions: Record<string, Expression> }): void;
}

export class Execution {
  readonly history = new History();
  onComm: (cell: string, message: CommMessage) => void = () => {};
  private count = 0;
  private running: Running | undefined;
  private last: { cell: string; count: number } | undefined;
  private queue: Promise<void> = Promise.resolve();
  /** Requests queued up to this number are aborted: an earlier one failed. */
  private abortUpTo = 0;
  private queued = 0;
  private readonly parents = new Map<string, Header>();
  private readonly outputs: Outputs;
  private readonly executor: Executor;
  private readonly answers = new Map<number, (content: object) => void>();
  private questions = 0;

  constructor(
    private readonly sockets: Sockets,
    private readonly judge: CarryOut,
  ) {
    this.outputs = new Outputs((parent, type, content) => sockets.publish(parent, type, content));
    this.executor = new Executor(
      (message) => this.receive(message),
      (reason) => this.died(reason),
      () => this.hint(),
    );
  }

  parent(cell: string): Header | undefined {
    return this.parents.get(cell);
  }

  /** Runs a cell when those before it are done, and answers. */
  execute(request: Message, channel: Channel): Promise<void> {
    const number = ++this.queued;
    const turn = this.queue.then(() => this.turn(request, channel, number));
    this.queue = turn.catch(() => {});
    return turn;
  }

  /** Completion or inspection, when the cells before it are done. */
  ask(type: "complete" | "inspect", request: Message): Promise<object> {
    const { code, cursor_pos, detail_level } = request.content;
    const answer = this.queue.then(
      () =>
        new Promise<object>((resolve) => {
          const id = ++this.questions;
          this.answers.set(id, resolve);
          this.executor.post({ type, id, code, position: cursor_pos, detail: detail_level ?? 0 });
        }),
    );
    this.queue = answer.then(() => {});
    return answer;
  }

  comm(request: Message, message: CommMessage): void {
    this.adopt(request);
    this.executor.post({ type: "comm", parent: request.header.msg_id, message });
  }

  interrupt(): void {
    this.abortUpTo = this.queued;
    this.executor.interrupt(this.running?.cell);
  }

  async close(): Promise<void> {
    this.abortUpTo = Number.POSITIVE_INFINITY;
    await this.executor.close();
  }

  private adopt(request: Message): void {
    this.parents.set(request.header.msg_id, request.header);
    this.outputs.adopt(request.header.msg_id, request.header);
  }

  private async turn(request: Message, channel: Channel, number: number): Promise<void> {
    const { code, silent = false, store_history = true, stop_on_error = true, user_expressions = {} } = request.content;
    if (number <= this.abortUpTo) {
      this.executor.post({ type: "missing", code, sentence: skipped(code) });
      this.sockets.reply(channel, request, "execute_reply", { status: "aborted", execution_count: this.count });
      return;
    }
    const cell = request.header.msg_id;
    const stored = store_history && !silent;
    const count = stored ? ++this.count : Math.max(this.count, 1);
    this.adopt(request);
    if (stored) this.history.add(count, code);
    if (!silent) this.sockets.publish(request.header, "execute_input", { code, execution_count: count });
    const { error, expressions } = await this.run({ cell, count, code, silent }, user_expressions);
    if (error && !silent) this.outputs.send(cell, "error", error);
    else this.outputs.flush(cell);
    if (error) {
      await settle();
      if (stop_on_error) this.abortUpTo = this.queued;
      this.sockets.reply(channel, request, "execute_reply", { status: "error", execution_count: count, ...error });
    } else {
      const content = { status: "ok", execution_count: count, payload: [], user_expressions: expressions };
      this.sockets.reply(channel, request, "execute_reply", content);
    }
  }

  private run(
    job: { cell: string; count: number; code: string; silent: boolean },
    expressions: Record<string, string>,
  ): Promise<{ error?: CellError; expressions: Record<string, Expression> }> {
    this.last = job;
    this.executor.calm();
    return new Promise((resolve) => {
      this.running = { ...job, judged: isTestCell(job.code) ? "pending" : "no", finish: resolve };
      this.executor.post({ type: "execute", ...job, expressions });
    });
  }

  private finish(outcome: { error?: CellError; expressions: Record<string, Expression> }): void {
    const running = this.running;
    if (!running) return;
    this.running = undefined;
    this.executor.calm();
    if (!outcome.error && running.judged === "pending") this.result(running, notRun);
    running.finish(outcome);
  }

  private result({ cell, count, silent }: Running, data: object, metadata: object = {}): void {
    if (silent) return;
    this.outputs.send(cell, "execute_result", { execution_count: count, data, metadata });
    this.history.result(count, (data as any)["text/plain"]);
  }

  private receive(message: FromExecutor): void {
    const running = this.running;
    switch (message.type) {
      case "stream":
        if (!(running?.cell === message.cell && running.silent))
          this.outputs.stream(message.cell, message.name, message.text);
        break;
      case "display":
        this.outputs.send(message.cell, message.update ? "update_display_data" : "display_data", message.content);
        break;
      case "clear":
        this.outputs.send(message.cell, "clear_output", { wait: message.wait });
        break;
      case "result":
        if (running?.cell === message.cell && running.judged === "no")
          this.result(running, message.data, message.metadata);
        break;
      case "error": {
        const { ename, evalue, traceback } = message;
        this.outputs.send(message.cell, "error", { ename, evalue, traceback });
        break;
      }
      case "done":
        if (running?.cell === message.cell) this.finish(message);
        break;
      case "answer":
        this.answers.get(message.id)?.(message.content);
        this.answers.delete(message.id);
        break;
      case "comm":
        this.onComm(message.cell, message.message);
        break;
      case "warning":
        process.stderr.write(`${message.text}\n`);
        break;
      case "grade":
        void this.grade(message.id, message.cell, message.job);
        break;
    }
  }

  private async grade(id: number, cell: string, job: unknown): Promise<void> {
    const running = this.running;
    if (running?.cell !== cell || running.judged === "done") {
      this.executor.post({
        type: "graded",
        id,
        problem: "grade(...) is called once in a cell, and while that cell runs",
      });
      return;
    }
    running.judged = "done";
    try {
      const { points, of, html } = await this.judge(job);
      if (this.running === running) this.result(running, verdict(points, html));
      this.executor.post({ type: "graded", id, report: { points, of } });
    } catch (error) {
      running.judged = "pending";
      this.executor.post({ type: "graded", id, problem: (error as Error)?.stack ?? String(error) });
    }
  }

  private hint(): void {
    const text =
      "The cell does not react to the interrupt. Two more end the thread it runs on, and all variables with it.\n";
    if (this.running) this.outputs.stream(this.running.cell, "stdout", text);
  }

  private died(reason: string): void {
    const evalue = `${reason}. Its variables are gone: run the cells above again.`;
    const error = { ename: "SessionLost", evalue, traceback: [`\u001b[1;31mSessionLost\u001b[0m: ${evalue}`] };
    for (const { line, input } of this.history.inputs())
      this.executor.post({
        type: "missing",
        code: input,
        sentence: `Cell In[${line}] defined it, but the variables are gone: run that cell again.`,
      });
    for (const [id, answer] of this.answers) {
      this.answers.delete(id);
      answer({ status: "error", ...error });
    }
    if (this.running) this.finish({ error, expressions: {} });
    else if (this.last) this.outputs.send(this.last.cell, "error", error);
  }
}

function skipped(code: string): string {
  const first = code.split("\n").find((line) => line.trim() !== "") ?? "";
  return `The cell that defines it ("${first.trim().slice(0, 50)}") was skipped, because one before it failed: run it first.`;
}

/** Lets requests that are already in the sockets come in, so that an error aborts them too. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
