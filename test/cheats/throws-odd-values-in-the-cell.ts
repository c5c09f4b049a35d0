// earns: 2
// A cell that never comes to its answers.
throw {
  name: {
    toString() {
      throw 4;
    },
  },
  message: 4,
  stack: 4,
};
