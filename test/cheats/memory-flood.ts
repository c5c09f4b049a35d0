// earns: 2
// Takes all the memory there is.
// Alone, because the notebook is not the same afterwards.
const all: unknown[] = [];
for (;;) all.push(new Array(1e6).fill(4.5));
