// earns: 2
// Never ends, after an await.
await new Promise((done) => setTimeout(done, 5));
for (;;);
