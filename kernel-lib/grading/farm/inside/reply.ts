// What every enclosed script of a farm does: reads its job, answers it, and ends.
import { Channel } from "../../membrane/channel.js";
import { DescriptorPipe } from "../../membrane/pipe.js";

/** What an answer begins with: it was done, or why not. */
export const DONE = "=";
export const FAILED = "!";

export function reply(act: (text: string) => Promise<string>): void {
  const channel = new Channel(new DescriptorPipe(0, 1));
  void act(channel.receive())
    .then(
      (text) => channel.send(`${DONE}${text}`),
      (error) => channel.send(`${FAILED}${error instanceof Error ? error.message : String(error)}`),
    )
    .finally(() => process.exit());
}
