// earns: 2 1
// Would like to be awaited in its own way.
class Thenable {
  then(done: (value: number) => void) {
    done(4);
  }
}
function twice(n: number): any {
  return { then: undefined, value: new Thenable(), valueOf: () => 2 * n };
}
