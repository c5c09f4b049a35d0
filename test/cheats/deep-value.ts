// earns: 2
// A value that cannot be shown, and cannot be thrown either.
const deep: any = {};
deep.toString = () => `${deep}`;
deep[Symbol.for("Jupyter.display")] = () => deep[Symbol.for("Jupyter.display")]();
deep;
