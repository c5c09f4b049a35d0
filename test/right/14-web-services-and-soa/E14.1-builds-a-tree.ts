/** A tree of elements, which the package turns into text: it escapes what has to be escaped. */
function toEnvelope(message: Call | Fault): string {
  const document = new DOMImplementation().createDocument(SOAP, "S:Envelope", null);
  const add = (parent: Element, namespace: string, name: string, text?: string) => {
    const child = document.createElementNS(namespace || null, name);
    if (text !== undefined) child.appendChild(document.createTextNode(text));
    return parent.appendChild(child);
  };
  const root = document.documentElement!;
  if (!("fault" in message) && message.header.length > 0) {
    const header = add(root, SOAP, "S:Header");
    for (const { namespace, name, text, mustUnderstand } of message.header) {
      const block = add(header, namespace, `b:${name}`, text);
      if (mustUnderstand) block.setAttributeNS(SOAP, "S:mustUnderstand", "1");
    }
  }
  const body = add(root, SOAP, "S:Body");
  if ("fault" in message) {
    const fault = add(body, SOAP, "S:Fault");
    add(fault, "", "faultcode", `S:${message.fault.code}`);
    add(fault, "", "faultstring", message.fault.text);
  } else {
    const call = add(body, message.namespace, `c:${message.name}`);
    for (const [name, value] of Object.entries(message.parameters)) add(call, "", name, value);
  }
  return new XMLSerializer().serializeToString(document);
}
function fromEnvelope(xml: string): Call | Fault {
  const root = rootOf(xml);
  const path = (...names: string[]) => names.reduce<Element | undefined>((at, name) => at && elementsOf(at).find(
    ({ localName, namespaceURI }) => localName === name && namespaceURI === SOAP), root);
  if (`${root.namespaceURI} ${root.localName}` !== `${SOAP} Envelope`) throw new Error("VersionMismatch");
  if (!path("Body")) throw new Error("There is no Body.");
  const values = (parent: Element) =>
    Object.fromEntries(elementsOf(parent).map(({ localName, textContent }) => [localName!, textContent!]));
  const fault = path("Body", "Fault");
  if (fault) {
    const { faultcode, faultstring } = values(fault);
    return { fault: { code: faultcode.split(":").pop()!, text: faultstring } };
  }
  const call = elementsOf(path("Body")!)[0];
  const header = path("Header") ? elementsOf(path("Header")!) : [];
  return { namespace: call.namespaceURI!, name: call.localName!, parameters: values(call), header: header.map((block) => ({
    namespace: block.namespaceURI!, name: block.localName!, text: block.textContent!,
    mustUnderstand: block.getAttributeNS(SOAP, "mustUnderstand") === "1" })) };
}
