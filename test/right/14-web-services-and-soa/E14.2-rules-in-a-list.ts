const childrenOf = (parent: Element, name: string) =>
  elementsOf(parent).filter((one) => one.namespaceURI === WSDL && one.localName === name);
const afterColon = (text: string | null) => String(text).split(":").pop()!;

function readWsdl(xml: string): Operation[] {
  const root = rootOf(xml);
  const messages = new Map(childrenOf(root, "message").map((message) => [message.getAttribute("name"),
    childrenOf(message, "part").map((part) => ({ name: part.getAttribute("name")!, type: afterColon(part.getAttribute("type")) }))]));
  const result: Operation[] = [];
  for (const portType of childrenOf(root, "portType"))
    for (const operation of childrenOf(portType, "operation")) {
      const parts = (kind: string) => messages.get(afterColon(childrenOf(operation, kind)[0]?.getAttribute("message") ?? "")) ?? [];
      result.push({
        portType: portType.getAttribute("name")!, name: operation.getAttribute("name")!,
        documentation: childrenOf(operation, "documentation").map((one) => one.textContent!.trim()).join(""),
        input: parts("input"), output: parts("output"),
        faults: childrenOf(operation, "fault").map((one) => one.getAttribute("name")!),
      });
    }
  return result;
}

/** Groups that share a word are merged until none do. */
function groupsOf(names: string[]): number {
  let groups: Set<string>[] = [];
  for (const name of names) {
    const related = groups.filter((group) => words(name).some((word) => group.has(word)));
    groups = [...groups.filter((group) => !related.includes(group)), new Set([...words(name), ...related.flatMap((one) => [...one])])];
  }
  return groups.length;
}

function lint(xml: string): Finding[] {
  const operations = readWsdl(xml);
  const rules: [Practice, (one: Operation) => boolean][] = [
    ["bad names or comments", (one) => one.documentation === "" ||
      [one.name, ...one.input.map(({ name }) => name), ...one.output.map(({ name }) => name)].some((name) => EMPTY_NAME.test(name))],
    ["overloaded output", (one) => one.output.flatMap(({ name }) => words(name)).some((word) => ERRORS.includes(word))],
  ];
  const portTypes = [...new Set(operations.map((one) => one.portType))];
  const namesIn = (portType: string) => operations.filter((one) => one.portType === portType).map(({ name }) => name);
  return [
    ...rules.flatMap(([practice, breaks]) => operations.filter(breaks).map((one) => ({ practice, at: `${one.portType}.${one.name}` }))),
    ...portTypes.filter((name) => words(name).some((word) => PROTOCOLS.includes(word))).map((at) => ({ practice: "bound to a protocol" as const, at })),
    ...portTypes.filter((name) => groupsOf(namesIn(name)) > 1).map((at) => ({ practice: "unrelated operations" as const, at })),
  ];
}
