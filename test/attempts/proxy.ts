// earns: 2 1
// Says yes to everything.
const twice: any = new Proxy(() => {}, {
  get: () => twice,
  apply: () => new Proxy({}, { get: () => 4 }),
  construct: () => ({}),
});
