// A laptop of its own for tests of rooms: a process that does what it is told, with all of kernel-lib at hand. What is
// assigned without a declaration stays for the next order.
const library = require("kernel-lib");

Object.assign(globalThis, library);
Object.assign(globalThis, { require });
const AsyncFunction = (async () => {}).constructor;

process.on("message", async ({ n, code, given }) => {
  try {
    const value = await new AsyncFunction("given", code)(given);
    process.send({ n, value });
  } catch (error) {
    process.send({ n, error: `${error.name}: ${error.message}` });
  }
});
process.on("disconnect", () => process.exit());
process.send({ n: 0 });
