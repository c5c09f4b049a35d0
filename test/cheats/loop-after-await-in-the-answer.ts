// earns: 2
// Never answers, after an await.
async function twice(n: number): Promise<number> {
  await undefined;
  for (;;);
}
