// The process of a student's answers, from within: what could reach out of it is taken away before any answer is there.
import { Socket } from "node:net";
import { serve } from "../../engine/isolate.js";
import { handle } from "./answers.js";
import { Frames } from "./frames.js";
import { harden } from "./harden.js";

const FILE_DESCRIPTOR = 3;

const socket = new Socket({ fd: FILE_DESCRIPTOR, readable: true, writable: true });
// What it calls is gone soon.
const leave: () => void = (process as any).reallyExit.bind(process, 0);
let listener: (request: any) => void = () => {};
let last = 0;
let open = 0;

const frames = new Frames(
  socket,
  (request) => {
    last = request.number;
    // While something is asked, only what the answer waits for keeps the process going.
    if (++open > 0) socket.unref();
    listener(request);
  },
  leave,
);
socket.on("close", leave);

serve(
  {
    on: (_, hear) => {
      listener = hear;
    },
    postMessage: (answer) => {
      frames.send(answer);
      if (--open === 0) socket.ref();
    },
  },
  handle,
);

// Nothing is left that could settle a promise: what was asked can only be answered by something that is asked next.
process.on("beforeExit", () => {
  socket.ref();
  frames.send({ idle: last });
});

harden();
