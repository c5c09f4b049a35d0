// Cells, one after the other: busy, input, outputs, reply; what an error leaves undone is aborted; a lost process is told of.
import type { CellError, CommMessage, Expression, FromExecutor, MimeBundle } from "../thread.js";
import type { Header, Message } from "../wire/message.js";
import type { Channel, Sockets } from "../wire/sockets.js";
import { type Ended, Executor } from "./executor.js";
import { findRecorded, judgeRecorded, type Notebook } from "./grading/judge-recorded.js";
import { type CarryOut, Judgement, refused } from "./grading/judgement.js";
import { isMarking, watchCell } from "./grading/marking.js";
import type { RecordedTest } from "./grading/record.js";
import { Restoring } from "./grading/restoring.js";
import { History } from "./history.js";
import { gone, interrupted, lost, skipped } from "./lost.js";
import { Outputs } from "./outputs.js";
import { Questions } from "./questions.js";

interface Job {
  cell: string;
  count: number;
  code: string;
  silent: boolean;
}

interface Outcome {
  error?: CellError;
  expressions: Record<string, Expression>;
  /** False where the process that ran the cell ended. */
  alive?: boolean;
  /** It ended before it came to the cell. */
  unbegun?: boolean;
}

interface Running extends Job {
  judgement: Judgement;
  /** The process that runs cells has come to it. */
  begun: boolean;
  finish(outcome: Outcome): void;
}

type Report = Exclude<FromExecutor, { type: "ready" | "ended" }>;

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
  private readonly executor: Executor;
  private readonly questions: Questions;
  private readonly restoring: Restoring;
  private readonly notebook: Notebook;

  constructor(
    private readonly sockets: Sockets,
    private readonly judge: CarryOut,
  ) {
    this.outputs = new Outputs((parent, type, content) => sockets.publish(parent, type, content));
    this.executor = new Executor(
      (report) => this.receive(report),
      (ended) => this.died(ended),
    );
    this.questions = new Questions((message) => this.executor.post(message));
    this.restoring = new Restoring((message) => this.executor.post(message));
    this.notebook = {
      pack: (names) => this.questions.pack(names),
      restore: () => this.restoring.restore(),
      pid: () => this.executor.pid,
      giveUp: (reason) => this.executor.giveUp(reason),
    };
  }

  parent(cell: string): Header | undefined {
    return this.outputs.parent(cell);
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
    const answer = this.queue.then(() => this.questions.ask(type, request));
    this.queue = answer.then(() => {});
    return answer;
  }

  comm(request: Message, message: CommMessage): void {
    this.outputs.adopt(request.header.msg_id, request.header);
    this.executor.post({ type: "comm", parent: request.header.msg_id, message });
  }

  interrupt(): void {
    this.abortUpTo = this.queued;
    if (this.running?.judgement.isElsewhere) this.finish({ error: interrupted, expressions: {} });
    else this.executor.post({ type: "interrupt", cell: this.running?.cell });
  }

  close(): void {
    this.abortUpTo = Number.POSITIVE_INFINITY;
    this.executor.close();
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
    this.outputs.adopt(cell, request.header);
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

  private async run(job: Job, expressions: Record<string, string>): Promise<Outcome> {
    this.last = job.cell;
    const inputs = this.history.inputs().map(({ input }) => input);
    const recorded = job.silent ? undefined : findRecorded(job.code, inputs);
    if (isMarking) await this.restoring.restore();
    const stop = isMarking && !recorded ? watchCell(this.notebook.pid, () => this.late()) : () => {};
    const outcome = await new Promise<Outcome>((finish) => {
      this.running = { ...job, judgement: new Judgement(job.code, recorded !== undefined), begun: false, finish };
      if (recorded) void this.judgeRecorded(recorded, this.running);
      else this.executor.post({ type: "execute", ...job, expressions });
    });
    stop();
    // It waited behind something that an earlier cell had left behind.
    if (outcome.error && outcome.unbegun) return this.run(job, expressions);
    if (isMarking && !recorded && outcome.alive !== false) this.restoring.keep(job.code, job.count);
    return outcome;
  }

  private async judgeRecorded(recorded: RecordedTest, running: Running): Promise<void> {
    const judged = await judgeRecorded(recorded, this.notebook, this.judge);
    if (this.running !== running) return;
    if ("verdict" in judged) {
      running.judgement.done();
      this.result(running, judged.verdict);
    }
    this.finish({ error: "error" in judged ? judged.error : undefined, expressions: {} });
  }

  /** Marking: nobody else would interrupt the cell. */
  private late(): void {
    if (this.running?.begun) this.executor.post({ type: "interrupt", cell: this.running.cell });
    else this.executor.giveUp("Something that a cell left behind never ended");
  }

  private finish({ error, ...rest }: Outcome): void {
    const running = this.running;
    if (!running) return;
    this.running = undefined;
    const { missing } = running.judgement;
    if (!error && missing) this.result(running, missing);
    running.finish({ error, ...rest });
  }

  private result({ cell, count, silent }: Job, data: MimeBundle, metadata: object = {}): void {
    if (silent) return;
    this.outputs.send(cell, "execute_result", { execution_count: count, data, metadata });
    this.history.result(count, data["text/plain"]);
  }

  private receive(report: Report): void {
    if (report.type === "answer") return this.questions.answer(report);
    if (report.type === "packed") return this.questions.packed(report);
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
      case "result":
        if (running?.judgement.isPlain) this.result(running, report.data, report.metadata);
        break;
      case "error": {
        const { ename, evalue, traceback } = report;
        this.outputs.send(report.cell, "error", { ename, evalue, traceback });
        break;
      }
      case "begun":
        if (running) running.begun = true;
        break;
      case "done":
        if (running) this.finish(report);
        else this.restoring.ended(report.cell);
        break;
      case "comm":
        this.onComm(report.cell, report.message);
        break;
      case "grade":
        void this.grade(report.id, running, report.job);
        break;
    }
  }

  private async grade(id: number, running: Running | undefined, job: unknown): Promise<void> {
    const publish = (verdict: MimeBundle) => {
      if (running && this.running === running) this.result(running, verdict);
    };
    const judged = isMarking ? { ...(job as object), hidden: true } : job;
    const answer = (await running?.judgement.carryOut(judged, this.judge, publish)) ?? refused;
    this.executor.post({ type: "graded", id, ...answer });
  }

  private died(ended: Ended): void {
    const error = lost(ended);
    this.onLost();
    for (const { line, input } of this.history.inputs())
      this.executor.post({ type: "missing", code: input, sentence: gone(line) });
    this.questions.answerAll({ status: "error", ...error });
    const { running } = this;
    this.restoring.lost(running?.begun === true);
    if (running?.judgement.isElsewhere) return;
    if (running) this.finish({ error, expressions: {}, alive: false, unbegun: isMarking && !running.begun });
    else if (this.last) this.outputs.send(this.last, "error", error);
  }
}

/** Lets requests that are already in the sockets come in, so that an error aborts them too. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
