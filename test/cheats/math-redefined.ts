// earns: 2
// A Math in which all numbers are four.
for (const name of Object.getOwnPropertyNames(Math))
  try {
    (Math as any)[name] = () => 4;
  } catch {}
(globalThis as any).Math = new Proxy({}, { get: () => () => 4 });
