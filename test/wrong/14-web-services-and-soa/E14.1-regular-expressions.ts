// loses: prefixes are free, and other namespaces are something else
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
  const plain = (text: string) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const code = /<faultcode>(?:\w+:)?(.*?)<.faultcode>/s.exec(xml)?.[1];
  const text = /<faultstring>(.*?)<.faultstring>/s.exec(xml)?.[1];
  if (code !== undefined) return { fault: { code: plain(code), text: plain(text ?? "") } };
  const body = /<soap:Body>(.*)<.soap:Body>/s.exec(xml);
  if (!body || !xml.includes(SOAP)) throw new Error("VersionMismatch");
  const [, prefix, name, parts] = /<(\w+):(\w+)[^>]*>(.*)<\//s.exec(body[1])!;
  const namespace = new RegExp(`xmlns:${prefix}="(.*?)"`).exec(xml)![1];
  const found = [...parts.matchAll(/<(\w+)>(.*?)<\/\1>/gs)].map(([, part, value]) => [part, plain(value)]);
  return { namespace: plain(namespace), name, parameters: Object.fromEntries(found), header: [] };
}
