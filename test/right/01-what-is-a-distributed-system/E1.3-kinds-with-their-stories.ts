// The other way round: for each kind the stories that tell of it.
const told: Record<Transparency, string> = {
  access: "af",
  location: "ek",
  relocation: "gj",
  migration: "hi",
  replication: "b",
  concurrency: "l",
  failure: "mp",
  language: "d",
  execution: "n",
  performance: "o",
  scalability: "c",
};

function classify(s: Story): Transparency {
  return (Object.keys(told) as Transparency[]).find((kind) => told[kind].includes(s));
}
