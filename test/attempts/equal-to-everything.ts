// earns: 2 1
// An object that would like to be any number.
function twice(n: number): any {
  return { valueOf: () => 2 * n, toString: () => String(2 * n), [Symbol.toPrimitive]: () => 2 * n, equals: true };
}
