// loses: names that say nothing, and comments that are none, also both at one place
function readWsdl(xml: string): Operation[] {
  const root = rootOf(xml);
  const named = (parent: Element, name: string) =>
    elementsOf(parent).filter((child) => child.localName === name && child.namespaceURI === WSDL);
  const local = (qualified: string | null) => (qualified ?? "").replace(/^.*:/, "");
  const partsOf = (operation: Element, direction: string) => {
    const wanted = named(operation, direction).map((one) => local(one.getAttribute("message")));
    const partOf = (part: Element) =>
      ({ name: part.getAttribute("name")!, type: local(part.getAttribute("type")) });
    return named(root, "message").filter((message) => wanted.includes(message.getAttribute("name")!))
      .flatMap((message) => named(message, "part").map(partOf));
  };
  return named(root, "portType").flatMap((portType) => named(portType, "operation").map((operation) => ({
    portType: portType.getAttribute("name")!,
    name: operation.getAttribute("name")!,
    documentation: (named(operation, "documentation")[0]?.textContent ?? "").trim(),
    input: partsOf(operation, "input"),
    output: partsOf(operation, "output"),
    faults: named(operation, "fault").map((fault) => fault.getAttribute("name")!),
  })));
}

function lint(xml: string): Finding[] {
  const operations = readWsdl(xml);
  const findings: Finding[] = [];
  for (const { portType, name, documentation, input, output } of operations) {
    const at = `${portType}.${name}`;
    if (!documentation || [name, ...[...input, ...output].map((part) => part.name)].some((one) => /arg|param|input|op\d|out/i.test(one)))
      findings.push({ practice: "bad names or comments", at });
    if (output.some((part) => words(part.name).some((word) => ERRORS.includes(word))))
      findings.push({ practice: "overloaded output", at });
  }
  for (const at of new Set(operations.map(({ portType }) => portType))) {
    if (words(at).some((word) => PROTOCOLS.includes(word))) findings.push({ practice: "bound to a protocol", at });
    const [first, ...others] = operations.filter(({ portType }) => portType === at).map(({ name }) => words(name));
    let rest = others;
    const together = new Set(first);
    for (let next: string[] | undefined = first; next;) {
      next = rest.find((one) => one.some((word) => together.has(word)));
      rest = rest.filter((one) => one !== next);
      for (const word of next ?? []) together.add(word);
    }
    if (rest.length > 0) findings.push({ practice: "unrelated operations", at });
  }
  return findings;
}
