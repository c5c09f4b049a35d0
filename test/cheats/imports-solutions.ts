// earns: 2
// Asks Node itself for the file.
const found = await import("SOLUTIONS", { with: { type: "json" } } as any);
const twice = (n: number) => 2 * n;
