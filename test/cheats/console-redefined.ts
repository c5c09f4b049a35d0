// earns: 2
// A console that throws.
(globalThis as any).console = new Proxy(
  {},
  {
    get() {
      throw 4;
    },
  },
);
