// earns: 4
// Right answers in a process that has much to complain about.
process.emitWarning("This is only a warning", "DeprecationWarning", "DEP9999");
console.error("to stderr");
console.warn("to stderr, too");
new Buffer(4);
const { EventEmitter } = require("node:events");
const many = new EventEmitter();
for (let i = 0; i < 20; i++) many.on("x", () => {});
Promise.reject(new Error("nobody handles this"));
function twice(n: number): number {
  process.emitWarning("And another one");
  return 2 * n;
}
