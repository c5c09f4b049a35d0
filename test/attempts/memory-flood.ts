// earns: 2 1
// The same when it is asked, past the limit of the heap.
function twice(n: number): number {
  const all: unknown[] = [];
  for (;;) all.push(Buffer.alloc(5e7, 4));
}
