// loses: story g
function classify(s: Story): Transparency {
  const kinds: Record<Story, Transparency> = {
    a: "access",
    b: "replication",
    c: "scalability",
    d: "language",
    e: "access",
    f: "access",
    g: "migration",
    h: "migration",
    i: "migration",
    j: "migration",
    k: "access",
    l: "concurrency",
    m: "failure",
    n: "execution",
    o: "performance",
    p: "failure",
  };
  return kinds[s];
}
