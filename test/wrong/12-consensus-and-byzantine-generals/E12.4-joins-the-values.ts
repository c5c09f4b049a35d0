// loses: vectors: integrity is about each correct component
function check(run: Finished, problem: Problem): string[] {
  const correct = Object.entries(run).filter(([, { faulty }]) => !faulty);
  const decisions = correct.flatMap(([, { decided }]) => decided ?? []);
  const violated: string[] = [];
  if (decisions.length < correct.length) violated.push("termination");
  if (new Set(decisions.map(asText)).size > 1) violated.push("agreement");
  const proposals = [...new Set(correct.map(([, { proposed }]) => proposed))];
  const isRight = (decision: Decision): boolean => {
    if (problem === "consensus") return proposals.length > 1 || decision === proposals[0];
    if (problem === "generals") return run.c.faulty === true || decision === run.c.proposed;
    return correct.every(([id, { proposed }]) => (decision as Record<string, number>)[id] === proposed);
  };
  if (!decisions.every(isRight)) violated.push("integrity");
  return violated;
}

function asText(decision: Decision): string {
  return JSON.stringify(typeof decision === "number" ? decision : Object.keys(decision).sort().map((id) => decision[id]).join(""));
}
