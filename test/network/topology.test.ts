// Topologies: who is linked to whom, the cheapest ways, and what an overlay makes of them.
import { graph, grid, line, mesh, randomGraph, ring, star, type Topology, tree } from "kernel-lib";
import { neighboursAmong } from "kernel-lib/dist/src/network/topology.js";
import { expect, test } from "vitest";

const names = (n: number) => Array.from({ length: n }, (_, i) => `n${i}`);
const pairs = ({ links }: ReturnType<typeof ring>) => links.map(({ a, b }) => `${a}-${b}`).join(" ");

/** The course's network: five members, a router for each, the overlay chain A-B-E-D-C on top. */
const routers = graph([
  { a: "A", b: "Ra" },
  { a: "B", b: "Rb" },
  { a: "C", b: "Rc" },
  { a: "D", b: "Rd" },
  { a: "E", b: "Re" },
  { a: "Ra", b: "Rb", cost: 7 },
  { a: "Ra", b: "Re", cost: 30 },
  { a: "Re", b: "Rc", cost: 20 },
  { a: "Rc", b: "Rd", cost: 5 },
  { a: "Rb", b: "Rd", cost: 40 },
]);

test("a ring links each node to the next and the last to the first", () => {
  expect(pairs(ring(["a", "b", "c", "d"]))).toBe("a-b b-c c-d d-a");
  expect(pairs(ring(["a", "b"]))).toBe("a-b");
  expect(pairs(ring(["a"]))).toBe("");
  expect(ring(["a", "b", "c", "d"]).neighbours("a")).toEqual(["b", "d"]);
  expect(ring(names(10)).cost("n1", "n7")).toBe(4);
});

test("a ring of reach 2 is the lattice of the flooding demo: 16 nodes, 32 links", () => {
  const lattice = ring(names(16), 2);
  expect(lattice.links).toHaveLength(32);
  expect(lattice.neighbours("n0").sort()).toEqual(["n1", "n14", "n15", "n2"]);
  const within = (hops: number) => lattice.ids.filter((id) => lattice.cost("n0", id) <= hops).length;
  expect([1, 2, 3, 4].map(within)).toEqual([5, 9, 13, 16]);
});

test("a ring whose reach closes the circle links no pair twice", () => {
  for (const [n, reach, links] of [
    [4, 2, 6],
    [5, 2, 10],
    [5, 9, 10],
    [6, 3, 15],
    [2, 2, 1],
  ] as const) {
    const all = ring(names(n), reach).links.map(({ a, b }) => [a, b].sort().join());
    expect([n, reach, all.length, new Set(all).size]).toEqual([n, reach, links, links]);
  }
});

test("a star, a line, a tree, a grid and a mesh are linked as their names say", () => {
  const five = ["a", "b", "c", "d", "e"];
  expect(pairs(star(five))).toBe("a-b a-c a-d a-e");
  expect(pairs(line(five))).toBe("a-b b-c c-d d-e");
  expect(pairs(tree(five))).toBe("a-b a-c b-d b-e");
  expect(pairs(tree(five, 3))).toBe("a-b a-c a-d b-e");
  expect(pairs(grid(five, 2))).toBe("a-b a-c b-d c-d c-e");
  expect(pairs(mesh(five))).toBe("a-b a-c a-d a-e b-c b-d b-e c-d c-e d-e");
});

test("a cost is that of the cheapest path, in both directions, and 0 from a node to itself", () => {
  const square = grid(names(9), 3);
  expect([square.cost("n0", "n8"), square.cost("n8", "n0"), square.cost("n4", "n4")]).toEqual([4, 4, 0]);
  expect(mesh(names(4)).cost("n0", "n3")).toBe(1);
  expect(
    graph([
      { a: "x", b: "y", cost: 9 },
      { a: "y", b: "z", cost: 1 },
      { a: "z", b: "x", cost: 2 },
    ]).route("x", "y"),
  ).toEqual(["x", "z", "y"]);
});

test("the course's network: Alice to Erika costs 48 by the overlay and 32 at best", () => {
  const path = ["A", "B", "E"];
  expect([routers.pathCost(path), routers.cost("A", "E"), routers.stretch(path)]).toEqual([48, 32, 1.5]);
  expect(routers.route("A", "E")).toEqual(["A", "Ra", "Re", "E"]);
  expect(routers.linkStress([path])).toEqual([
    { a: "B", b: "Rb", stress: 2 },
    { a: "Ra", b: "Rb", stress: 2 },
    { a: "A", b: "Ra", stress: 1 },
    { a: "E", b: "Re", stress: 1 },
    { a: "Ra", b: "Re", stress: 1 },
  ]);
});

test("the course's exercise: Erika to Carol has link stress 2 on (Rd,D) and (Rc,Rd), and stretch 34/22", () => {
  const path = ["E", "D", "C"];
  expect(routers.linkStress([path]).filter(({ stress }) => stress > 1)).toEqual([
    { a: "D", b: "Rd", stress: 2 },
    { a: "Rc", b: "Rd", stress: 2 },
  ]);
  expect([routers.pathCost(path), routers.cost("E", "C")]).toEqual([34, 22]);
  expect(routers.stretch(path)).toBe(34 / 22);
});

test("the course's network: the worst pair is A to C with 82/52; to all from A the overlay costs 82, unicasts 142 with stress 4", () => {
  const chain = ["A", "B", "E", "D", "C"];
  expect([routers.pathCost(chain), routers.cost("A", "C")]).toEqual([82, 52]);
  const stretches = chain.flatMap((_, i) =>
    chain.slice(i + 1).map((_, j) => routers.stretch(chain.slice(i, i + j + 2))),
  );
  expect(Math.max(...stretches)).toBe(82 / 52);
  const unicasts = ["B", "C", "D", "E"].map((to) => ["A", to]);
  expect(unicasts.reduce((sum, path) => sum + routers.pathCost(path), 0)).toBe(142);
  expect(routers.linkStress(unicasts)[0]).toEqual({ a: "A", b: "Ra", stress: 4 });
});

test("a link's stress counts both directions together", () => {
  expect(line(["a", "b"]).linkStress([["a", "b", "a"]])).toEqual([{ a: "a", b: "b", stress: 2 }]);
});

test("of equally cheap paths the one with the fewest links is taken, then the one over routers named earlier, there and back", () => {
  const detour = graph([
    { a: "a", b: "x", cost: 1 },
    { a: "x", b: "y", cost: 0 },
    { a: "y", b: "b", cost: 1 },
    { a: "a", b: "z", cost: 1 },
    { a: "z", b: "b", cost: 1 },
  ]);
  expect(detour.route("a", "b")).toEqual(["a", "z", "b"]);
  expect(ring(names(4)).route("n0", "n2")).toEqual(["n0", "n1", "n2"]);
  expect(ring(names(4)).route("n2", "n0")).toEqual(["n2", "n1", "n0"]);
  const square = grid(names(16), 4);
  for (const a of square.ids)
    for (const b of square.ids) expect(square.route(a, b)).toEqual(square.route(b, a).reverse());
});

test("the path back is the same even if ties there and back would differ", () => {
  const links = ["s-p", "s-u", "u-v", "p-q", "q-t", "v-t"].map((link) => ({ a: link[0]!, b: link[2]! }));
  expect(graph(links).route("s", "t")).toEqual(["s", "u", "v", "t"]);
  expect(graph(links).route("t", "s")).toEqual(["t", "v", "u", "s"]);
});

test("cheapest paths agree with trying every path, on fifty random networks", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const plain = randomGraph(names(9), { degree: 4, seed });
    const weighted = graph(plain.links.map((link, i) => ({ ...link, cost: (i * 7 * seed) % 11 })));
    const best = new Map(weighted.ids.map((id) => [id, id === "n0" ? 0 : Number.POSITIVE_INFINITY]));
    for (const _ of weighted.ids)
      for (const { a, b, cost } of weighted.links) {
        best.set(b, Math.min(best.get(b)!, best.get(a)! + cost));
        best.set(a, Math.min(best.get(a)!, best.get(b)! + cost));
      }
    for (const id of weighted.ids) {
      expect(weighted.cost("n0", id)).toBe(best.get(id));
      if (id !== "n0") expect(weighted.pathCost(weighted.route("n0", id))).toBe(best.get(id));
    }
  }
});

test("a random graph by degree gives every node that many links, connects all nodes, and is the same for the same seed", () => {
  for (const [n, degree] of [
    [10, 2],
    [10, 3],
    [100, 4],
    [6, 5],
    [5, 4],
  ] as const) {
    const drawn = randomGraph(names(n), { degree, seed: 7 });
    expect(
      drawn.ids.every((id) => new Set(drawn.neighbours(id)).size === degree && !drawn.neighbours(id).includes(id)),
    ).toBe(true);
    expect(drawn.parts).toHaveLength(1);
    expect(drawn.links).toEqual(randomGraph(names(n), { degree, seed: 7 }).links);
  }
  expect(randomGraph(names(100), { degree: 4, seed: 8 }).links).not.toEqual(
    randomGraph(names(100), { degree: 4 }).links,
  );
});

test("a disconnected random graph by degree is drawn again", () => {
  for (let seed = 1; seed <= 3000; seed++) expect(randomGraph(names(8), { degree: 3, seed }).parts).toHaveLength(1);
});

test("a flood with seven hops through a network of degree 4, without looking back, takes 4,372 messages", () => {
  const drawn = randomGraph(names(50), { degree: 4 });
  const flood = (id: string, sender: string | undefined, hops: number): number =>
    drawn
      .neighbours(id)
      .filter((to) => hops > 0 && to !== sender)
      .reduce((sum, to) => sum + 1 + flood(to, id, hops - 1), 0);
  expect(flood("n0", undefined, 7)).toBe(4372);
});

test("a random graph by probability links about that share of all pairs, none twice", () => {
  const drawn = randomGraph(names(200), { probability: 0.1, seed: 3 });
  const all = new Set(drawn.links.map(({ a, b }) => [a, b].sort().join()));
  expect(all.size).toBe(drawn.links.length);
  expect(drawn.links.length).toBe(2015);
  expect(randomGraph(names(5), { probability: 1 }).links).toHaveLength(10);
  expect(randomGraph(names(5), { probability: 0 }).links).toEqual([]);
});

test("the neighbours of nodes among themselves are those with only routers in between", () => {
  const members = ["A", "B", "C", "D", "E"];
  expect(neighboursAmong(routers, members).get("A")).toEqual(["B", "E", "D", "C"]);
  expect(neighboursAmong(line(["a", "r", "b", "s", "c"]), ["a", "b", "c"])).toEqual(
    new Map([
      ["a", ["b"]],
      ["b", ["a", "c"]],
      ["c", ["b"]],
    ]),
  );
  const handMade: Topology = { neighbours: (id) => (id === "x" ? ["y"] : ["x"]), cost: () => 1 };
  expect(neighboursAmong(handMade, ["x", "y"]).get("y")).toEqual(["x"]);
});

test("a thousand nodes in every shape cost no more than a moment", () => {
  const ids = names(1000);
  for (const shape of [
    ring(ids),
    star(ids),
    line(ids),
    tree(ids),
    grid(ids, 30),
    mesh(ids),
    randomGraph(ids, { degree: 6 }),
  ])
    expect(neighboursAmong(shape, ids).size).toBe(1000);
}, 5000);

test("what a topology does not have is named", () => {
  const unknown = 'This topology has no "X"; it has "a", "b", "c".';
  expect(() => ring(["a", "b", "c"]).neighbours("X")).toThrow(unknown);
  expect(() => ring(["a", "b", "c"]).cost("a", "X")).toThrow(unknown);
  expect(() => ring(["a", "b", "c"]).route("X", "a")).toThrow(unknown);
  expect(() => ring(["a", "b", "c"]).linkStress([["a", "X"]])).toThrow(unknown);
  expect(() => star(names(20)).neighbours("X")).toThrow('"n10", "n11", and more.');
});

test("unconnected nodes have no path and no cost, and the parts are named", () => {
  const apart = graph([
    { a: "A", b: "B" },
    { a: "C", b: "D" },
  ]);
  expect(apart.parts).toEqual([
    ["A", "B"],
    ["C", "D"],
  ]);
  const parts = 'no path leads there. The parts are ["A","B"] and ["C","D"].';
  expect(() => apart.cost("A", "D")).toThrow(`cost("A", "D"): ${parts}`);
  expect(() => apart.route("D", "A")).toThrow(`route("D", "A"): ${parts}`);
  expect(() => apart.stretch(["A", "B", "C"])).toThrow(parts);
  expect(() => apart.linkStress([["A", "C"]])).toThrow(parts);
});

test("names and numbers that do not make a shape are quoted", () => {
  const attempt = (f: () => unknown) => expect(f);
  attempt(() => ring([])).toThrow('ring([]): it takes a list of node names, as in ["a", "b", "c"].');
  attempt(() => mesh("abc" as never)).toThrow('mesh("abc"): it takes a list of node names');
  attempt(() => star(["a", ""])).toThrow('star(["a",""]): it takes a list of node names');
  attempt(() => line(["a", "b", "a"])).toThrow('line: the node "a" is named twice.');
  attempt(() => tree(["a", "b"], 0)).toThrow("tree: fanout is 0; it is a whole number, 1 or more");
  attempt(() => grid(["a", "b"], 1.5)).toThrow("grid: width is 1.5; it is a whole number");
  attempt(() => grid(["a", "b"], undefined as never)).toThrow("grid: width is undefined; it is a whole number");
  attempt(() => ring(["a", "b"], -1)).toThrow("ring: reach is -1;");
});

test("impossible links are quoted", () => {
  expect(() => graph([])).toThrow('graph([]): it takes a list of links, as in [{ a: "A", b: "Ra", cost: 1 }].');
  expect(() => graph([{ a: "A" } as never])).toThrow('graph: {"a":"A"} is not a link;');
  expect(() => graph([{ a: "A", b: "A" }])).toThrow('{"a":"A","b":"A"} links A to itself.');
  expect(() => graph([{ a: "A", b: "B", cost: -1 }])).toThrow(
    'the cost of {"a":"A","b":"B","cost":-1} is -1; it is a number, 0 or more.',
  );
  expect(() => graph([{ a: "A", b: "B", cost: Number.NaN }])).toThrow("it is a number, 0 or more.");
  expect(() =>
    graph([
      { a: "A", b: "B" },
      { a: "B", b: "A", cost: 3 },
    ]),
  ).toThrow("graph: the link between B and A is named twice. Links carry both ways.");
});

test("invalid overlay paths are quoted", () => {
  expect(() => routers.stretch(["A"])).toThrow(
    'stretch(["A"]): an overlay path names at least two nodes in their order, as in ["A", "B", "E"].',
  );
  expect(() => routers.linkStress(["A", "B"] as never)).toThrow(
    'linkStress(["A","B"]): it takes a list of overlay paths',
  );
  expect(() => routers.stretch(["A", "B", "A"])).toThrow(
    "the best way from A to A costs 0, so there is nothing to divide by.",
  );
});

test("impossible random graphs are explained", () => {
  const attempt = (n: number, options: unknown) => expect(() => randomGraph(names(n), options as never));
  attempt(5, { degree: 3 }).toThrow(
    "5 nodes with 3 links each have 15 ends, which cannot be paired: make one of the two even.",
  );
  attempt(4, { degree: 4 }).toThrow("randomGraph: degree is 4; 4 nodes can have at most 3 links each.");
  attempt(4, { degree: 1 }).toThrow("degree is 1; it is a whole number, 2 or more.");
  attempt(4, { probability: 1.2 }).toThrow("probability is 1.2; it lies between 0 and 1.");
  attempt(4, {}).toThrow("randomGraph(ids, {}): give either degree");
  attempt(4, { degree: 2, probability: 1 }).toThrow("give either degree");
  attempt(4, { degree: 2, seed: 1.5 }).toThrow("the seed is 1.5; it is a whole number.");
});
