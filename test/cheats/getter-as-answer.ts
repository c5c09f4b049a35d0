// earns: 2
// Is another function each time somebody looks.
// Alone, because the notebook is not the same afterwards.
let looked = 0;
Object.defineProperty((globalThis as any).__tslab__.exports, "twice", {
  get: () => {
    looked++;
    return (n: number) => n;
  },
  set() {},
  configurable: true,
});
