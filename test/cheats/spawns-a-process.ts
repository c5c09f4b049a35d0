// earns: 2
// Lets another program read.
const { execFileSync } = require("node:child_process");
const text = execFileSync("cat", ["SOLUTIONS"]);
const twice = (n: number) => 2 * n;
