// Cells, one after another: busy, input, outputs, reply. After an error the queued cells are aborted; a lost process is
// reported.
import type { CellError, CommMessage, MimeBundle } from "../messages.js";
import type { Header, Message } from "../wire/message.js";
import type { Channel, Sockets } from "../wire/sockets.js";
import { Cells, type Job, type Outcome, type Report } from "./cells.js";
import type { Ended } from "./executor.js";
import { History } from "./history.js";
import { interrupted, lost } from "./lost.js";
import { Outputs } from "./outputs.js";
import type { Judgement, Practice } from "./practice.js";

interface Running extends Job {
  readonly request: Message;
  /** Of a test cell, which is judged instead of run. */
  readonly judgement?: Judgement;
  finish(outcome: Outcome): void;
}

export class Execution {
  readonly history = new History();
  onComm: (cell: string, message: CommMessage) => void = () => {};
  /** Called when all variables are gone. */
  onLost: () => void = () => {};
  private count = 0;
  private running: Running | undefined;
  private last: string | undefined;
  private queue: Promise<void> = Promise.resolve();
  /** Requests queued up to this number are aborted: an earlier one failed. */
  private abortUpTo = 0;
  private queued = 0;
  private readonly outputs: Outputs;
  private readonly cells: Cells;

  /** @param practice judges test cells; without it they run as any other cell */
  constructor(
    private readonly sockets: Sockets,
    private readonly practice: Practice | undefined,
  ) {
    this.outputs = new Outputs((parent, type, content) => sockets.publish(parent, type, content));
    this.cells = new Cells(
      (report) => this.receive(report),
      (ended) => this.died(ended),
    );
  }

  parent(cell: string): Header | undefined {
    return this.outputs.parent(cell);
  }

  /** Runs a cell once those before it are done, and replies. */
  execute(request: Message, channel: Channel): Promise<void> {
    const number = ++this.queued;
    const turn = this.queue.then(() => this.turn(request, channel, number));
    this.queue = turn.catch(() => {});
    return turn;
  }

  /** Completion, inspection or completeness: also while a cell runs. */
  assist(request: Message): Promise<object> {
    const { code, cursor_pos = 0 } = request.content;
    switch (request.header.msg_type) {
      case "complete_request":
        return this.cells.complete(code, cursor_pos);
      case "inspect_request":
        return this.cells.inspect(code, cursor_pos);
      default:
        return this.cells.isComplete(code);
    }
  }

  comm(request: Message, message: CommMessage): void {
    this.outputs.adopt(request.header.msg_id, request.header);
    this.cells.post({ type: "comm", parent: request.header.msg_id, message });
  }

  interrupt(): void {
    this.abortUpTo = this.queued;
    const judgement = this.running?.judgement;
    if (judgement) {
      judgement.stop();
      this.finish({ error: interrupted, expressions: {} });
    } else this.cells.interrupt();
  }

  /** What was typed in answer to a cell's question. */
  answered(value: unknown): void {
    this.cells.post({ type: "input", value: typeof value === "string" ? value : null });
  }

  close(): void {
    this.abortUpTo = Number.POSITIVE_INFINITY;
    this.cells.close();
    this.practice?.close();
  }

  private async turn(request: Message, channel: Channel, number: number): Promise<void> {
    const { code, silent = false, store_history = true, stop_on_error = true, user_expressions = {} } = request.content;
    if (number <= this.abortUpTo) {
      this.cells.skip(code);
      this.sockets.reply(channel, request, "execute_reply", { status: "aborted", execution_count: this.count });
      return;
    }
    const cell = request.header.msg_id;
    const stored = store_history && !silent;
    const count = stored ? ++this.count : Math.max(this.count, 1);
    this.outputs.adopt(cell, request.header);
    if (stored) this.history.add(count, code);
    if (!silent) this.sockets.publish(request.header, "execute_input", { code, execution_count: count });
    const canAsk = request.content.allow_stdin === true;
    const { error, expressions } = await this.run({ cell, count, code, silent, canAsk }, request, user_expressions);
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

  private run(job: Job, request: Message, expressions: Record<string, string>): Promise<Outcome> {
    this.last = job.cell;
    const judgement = job.silent ? undefined : this.judgementOf(job.code);
    return new Promise((finish) => {
      const running: Running = { ...job, request, judgement, finish };
      this.running = running;
      const outcome = judgement ? judged(judgement) : this.cells.run(job, expressions);
      outcome.catch(broken).then((outcome) => {
        if (this.running === running) this.finish(outcome);
      });
    });
  }

  private judgementOf(code: string): Judgement | undefined {
    if (!this.practice?.isTest(code)) return undefined;
    // The last input is the test cell itself.
    const before = this.history.inputs().slice(0, -1);
    return this.practice.judge(
      code,
      before.map(({ input }) => input),
    );
  }

  private finish({ error, data, ...rest }: Outcome): void {
    const running = this.running;
    if (!running) return;
    this.running = undefined;
    if (data) this.result(running, data);
    running.finish({ error, ...rest });
  }

  private result({ cell, count, silent }: Job, data: MimeBundle): void {
    if (silent) return;
    this.outputs.send(cell, "execute_result", { execution_count: count, data, metadata: {} });
    this.history.result(count, data["text/plain"]);
  }

  private receive(report: Report): void {
    if (report.type === "warning") return void process.stderr.write(`${report.text}\n`);
    const running = this.running?.cell === report.cell ? this.running : undefined;
    switch (report.type) {
      case "stream":
        if (!running?.silent) this.outputs.stream(report.cell, report.name, report.text);
        break;
      case "display":
        this.outputs.send(report.cell, report.update ? "update_display_data" : "display_data", report.content);
        break;
      case "clear":
        this.outputs.send(report.cell, "clear_output", { wait: report.wait });
        break;
      case "late":
        this.outputs.send(report.cell, "error", report.error);
        break;
      case "comm":
        this.onComm(report.cell, report.message);
        break;
      case "ask":
        if (running) this.sockets.ask(running.request, report.question);
        else this.answered(null);
        break;
    }
  }

  private died(ended: Ended): void {
    const error: CellError = lost(ended);
    this.onLost();
    if ((!this.running || this.running.judgement) && this.last) this.outputs.send(this.last, "error", error);
  }
}

async function judged({ verdict }: Judgement): Promise<Outcome> {
  return { ...(await verdict), expressions: {} };
}

/** A fault of the kernel's own ends the cell, and not the kernel. */
function broken(error: unknown): Outcome {
  process.stderr.write(`The kernel failed at a cell: ${(error as Error)?.stack ?? error}\n`);
  const [ename, evalue] = [
    "KernelError",
    `The kernel itself failed at this cell: ${(error as Error)?.message ?? error}`,
  ];
  return { error: { ename, evalue, traceback: [`${ename}: ${evalue}`] }, expressions: {} };
}

/** Lets requests that are already in the sockets come in, so that an error aborts them too. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
