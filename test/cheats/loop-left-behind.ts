// earns: 2
// Keeps everybody busy once its cell has ended.
setTimeout(() => {
  try {
    for (;;);
  } catch {
    for (;;);
  }
}, 0);
