// earns: 2
// Leaves before the tests.
// Alone, because the notebook is not the same afterwards.
process.exit(0);
