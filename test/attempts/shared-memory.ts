// earns: 2 1
// Hands out memory that two sides could share, and waits for what the collector does.
const shared = new Int32Array(new SharedArrayBuffer(8));
function twice(n: number): any {
  const registry = new FinalizationRegistry(() => Atomics.notify(shared, 0));
  registry.register({}, 1);
  if (n !== 2) Atomics.wait(shared, 0, 0);
  return { value: new WeakRef(shared), shared, valueOf: () => 2 * n };
}
