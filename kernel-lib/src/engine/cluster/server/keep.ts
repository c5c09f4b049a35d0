// What every keeper of a server does: a process that is given one line of JSON, answers one, and ends as soon as its
// own input ends.
import { createInterface } from "node:readline";

/**
 * @param begin carries out the order
 * @param clean ends what was begun, then calls `done`
 * @returns ends this process
 */
export function keep<Order, Answer extends object>(
  begin: (order: Order) => Promise<Answer>,
  clean: (done: () => void) => void,
): () => void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    clean(() => process.exit());
  };
  const answer = (text: Answer | { failed: string }) => process.stdout.write(`${JSON.stringify(text)}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.once("line", (line) => {
    begin(JSON.parse(line)).then(answer, (error: Error) => {
      answer({ failed: error.message });
      end();
    });
  });
  lines.once("close", end);
  process.on("SIGTERM", end);
  process.on("SIGHUP", end);
  // Ctrl+C in a terminal reaches this process too; the one that started it decides.
  process.on("SIGINT", () => {});
  process.stdout.on("error", end);
  return end;
}
