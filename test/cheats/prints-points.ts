// earns: 2
// Numbers, wherever a number can be printed.
console.log(4);
process.stdout.write("4\n");
process.stderr.write("4\n");
const later = setInterval(() => console.log(4), 1);
4;
