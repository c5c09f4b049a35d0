// earns: 2 1
// Data whose keys would bend an object that is built carelessly.
function twice(n: number): any {
  const answer = JSON.parse('{"__proto__": {"points": 9, "ok": true}, "constructor": {"prototype": {"ok": true}}}');
  return n === 2 ? answer : [answer, answer];
}
