// earns: 2 1
// A wrong answer, which the report quotes.
function twice(n: number): any {
  return "<b>".repeat(5e6);
}
