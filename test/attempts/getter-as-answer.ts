// earns: 2 1
// Is another function each time somebody looks.
let looked = 0;
Object.defineProperty((globalThis as any).__tslab__.exports, "twice", {
  get: () => {
    looked++;
    return (n: number) => n;
  },
  set() {},
  configurable: true,
});
