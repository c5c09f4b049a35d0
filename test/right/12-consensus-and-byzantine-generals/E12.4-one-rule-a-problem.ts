/** Each problem says what a decision has to contain, name by name. */
function check(run: Finished, problem: Problem): string[] {
  const isCorrect = (id: string) => !run[id].faulty;
  const ids = Object.keys(run).filter(isCorrect);
  const decided = ids.filter((id) => run[id].decided !== undefined);
  const parts = (id: string): Record<string, number> => {
    const decision = run[id].decided!;
    return typeof decision === "number" ? { all: decision } : decision;
  };
  const isSame = (a: Record<string, number>, b: Record<string, number>) =>
    [...Object.keys(a), ...Object.keys(b)].every((name) => a[name] === b[name]);

  const wanted: Record<string, number> = {};
  const proposed = ids.map((id) => run[id].proposed!);
  if (problem === "vector") for (const id of ids) wanted[id] = run[id].proposed!;
  else if (problem === "generals") { if (isCorrect("c")) wanted.all = run.c.proposed!; }
  else if (proposed.every((value) => value === proposed[0]) && ids.length > 0) wanted.all = proposed[0];

  const verdicts: Record<string, boolean> = {
    termination: decided.length === ids.length,
    agreement: decided.every((id) => isSame(parts(id), parts(decided[0]))),
    integrity: decided.every((id) => Object.keys(wanted).every((name) => parts(id)[name] === wanted[name])),
  };
  return Object.keys(verdicts).filter((name) => !verdicts[name]);
}
