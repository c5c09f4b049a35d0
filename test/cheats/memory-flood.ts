// earns: 2
// Takes all the memory there is.
const all: unknown[] = [];
for (;;) all.push(new Array(1e6).fill(4.5));
