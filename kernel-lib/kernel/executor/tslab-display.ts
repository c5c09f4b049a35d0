// tslab's own `display`, imported from "tslab" in a cell, as display_data of the cell that calls it.
import type { FromExecutor, MimeBundle } from "../thread.js";
import { owner } from "./context.js";
import { plain } from "./display.js";

export function installDisplay(send: (message: FromExecutor & { cell: string }) => void): void {
  const jupyter = require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  jupyter.lastWriteDisplayData = (
    content: { data: MimeBundle; metadata: object; transient: object },
    update: boolean,
  ) => {
    const cell = owner();
    if (!cell) return;
    const [type] = Object.keys(content.data);
    const data = { "text/plain": plain(content.data) ?? `<${type}>`, ...content.data };
    send({ type: "display", cell: cell.id, content: { ...content, data }, update: update === true });
  };
}
