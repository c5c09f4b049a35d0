// npm run room: looks whether a room can be reached from this computer, and serves rooms for lecturers elsewhere.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run room -- --check LINK
npm run room -- --serve [--host NAME] [--page-port 80] [--port 443]

--check  before a lecture, on a laptop in the lecture's network: whether the room of a link can be reached and joined.
         Open a room first: const room = await openClass("ds1") in a notebook on the lecturer's laptop.
--serve  a server for a room on this computer, for as long as this runs: where laptops cannot reach each other, but all
         reach a machine elsewhere. It prints what to set on the lecturer's laptop.

  --host NAME       with --serve: the name or address by which laptops reach this computer
  --page-port PORT  with --serve: of the page, plain HTTP (4280)
  --port PORT       with --serve: of the room, encrypted (4281); 443 is what strict networks let through
  --help            this text
`;

if (nodeIsNewEnough()) room();

async function room() {
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { setUp } = await import("./setup/install.mjs");
  await main({
    name: "npm run room",
    help,
    options: {
      check: { type: "string" },
      serve: { type: "boolean" },
      host: { type: "string" },
      port: { type: "string" },
      "page-port": { type: "string" },
    },
    async act({ values }) {
      const { check, serve, host } = values;
      if ((check === undefined) === !serve)
        throw new Failure("Expected either --check LINK or --serve.", {
          fix: 'npm run room -- --check "http://..."',
          code: 2,
        });
      await setUp({ again: "npm run room" });
      const { checkRoom, serveRooms } = await import("./serve/room.mjs");
      if (check !== undefined) await checkRoom(String(check));
      else await serveRooms({ host, page: portOf("page-port", 4280), server: portOf("port", 4281) });

      /**
       * @param {string} option
       * @param {number} usual
       */
      function portOf(option, usual) {
        const given = values[option] ?? usual;
        const port = Number(given);
        if (!Number.isInteger(port) || port < 1 || port > 65535)
          throw new Failure(`--${option} is ${JSON.stringify(given)}; a port is a number from 1 to 65535.`, {
            code: 2,
          });
        return port;
      }
    },
  });
}
