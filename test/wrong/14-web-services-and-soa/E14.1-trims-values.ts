// loses: any text comes back as it was, under any name
function toEnvelope(message: Call | Fault): string {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const envelope = (header: string, body: string) =>
    `<soap:Envelope xmlns:soap="${SOAP}">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`;
  if ("fault" in message) {
    const { code, text } = message.fault;
    return envelope("", `<soap:Fault><faultcode>soap:${escaped(code)}</faultcode>` +
      `<faultstring>${escaped(text)}</faultstring></soap:Fault>`);
  }
  const blocks = message.header.map(({ namespace, name, text, mustUnderstand }) =>
    `<h:${name} xmlns:h="${escaped(namespace)}"${mustUnderstand ? ' soap:mustUnderstand="1"' : ""}>` +
    `${escaped(text)}</h:${name}>`);
  const parameters = Object.entries(message.parameters).map(
    ([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return envelope(blocks.length > 0 ? `<soap:Header>${blocks.join("")}</soap:Header>` : "",
    `<m:${message.name} xmlns:m="${escaped(message.namespace)}">${parameters.join("")}</m:${message.name}>`);
}

function fromEnvelope(xml: string): Call | Fault {
  const root = rootOf(xml);
  if (root.localName !== "Envelope" || root.namespaceURI !== SOAP)
    throw new Error(`VersionMismatch: <${root.nodeName}> is no SOAP 1.1 envelope.`);
  const inSoap = (parent: Element, name: string) =>
    elementsOf(parent).find((child) => child.localName === name && child.namespaceURI === SOAP);
  const header = inSoap(root, "Header"), body = inSoap(root, "Body");
  if (!body) throw new Error("The envelope has no Body.");
  const fault = inSoap(body, "Fault");
  if (fault) {
    const textOf = (name: string) => elementsOf(fault).find((child) => child.localName === name)?.textContent ?? "";
    return { fault: { code: textOf("faultcode").trim().replace(/^.*:/, ""), text: textOf("faultstring") } };
  }
  const [call] = elementsOf(body);
  return {
    namespace: call.namespaceURI ?? "",
    name: call.localName!,
    parameters: Object.fromEntries(elementsOf(call).map((child) => [child.localName!, (child.textContent ?? "").trim()])),
    header: (header ? elementsOf(header) : []).map((block) => ({
      namespace: block.namespaceURI ?? "",
      name: block.localName!,
      text: block.textContent ?? "",
      mustUnderstand: block.getAttributeNS(SOAP, "mustUnderstand") === "1",
    })),
  };
}
