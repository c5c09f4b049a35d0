// earns: 2 1
// Never answers, after an await.
async function twice(n: number): Promise<number> {
  await undefined;
  for (;;);
}
