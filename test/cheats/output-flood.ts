// earns: 2
// Prints without an end.
for (let line = 0; line < 200_000; line++) console.log("4".repeat(100));
