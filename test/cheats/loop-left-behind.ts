// earns: 2
// Keeps everybody busy once its cell has ended.
// Alone, because the notebook is not the same afterwards.
setTimeout(() => {
  try {
    for (;;);
  } catch {
    for (;;);
  }
}, 0);
