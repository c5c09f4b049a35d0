// earns: 2
// Never ends.
for (;;);
