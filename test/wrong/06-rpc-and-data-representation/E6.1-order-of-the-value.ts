// loses: arrays and records nest, and fields come in the order of the schema
function enc(schema: Schema, value: any): Uint8Array {
  if (schema === "int") {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  }
  if (schema === "hyper") {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return bytes;
  }
  if (schema === "string") {
    const text = Buffer.from(value, "utf8");
    return Buffer.concat([enc("int", text.length), text, Buffer.alloc(padding(text.length))]);
  }
  if ("array" in schema) {
    const elements = value.map((element: any) => enc(schema.array, element));
    return Buffer.concat([enc("int", value.length), ...elements]);
  }
  return Buffer.concat(Object.keys(value).map((name) => enc(schema.fields[name], value[name])));
}

function dec(schema: Schema, bytes: Uint8Array): any {
  const all = Buffer.from(bytes);
  let at = 0;
  const take = (size: number) => {
    if (size < 0) throw new Error(`There is no length of ${size}.`);
    if (at + size > all.length) throw new Error(`The bytes end at ${all.length}.`);
    at += size;
    return all.subarray(at - size, at);
  };
  const read = (part: Schema): any => {
    if (part === "int") return take(4).readInt32BE();
    if (part === "hyper") return take(8).readBigInt64BE();
    if (part === "string") {
      const size = take(4).readInt32BE();
      const text = take(size).toString("utf8");
      take(padding(size));
      return text;
    }
    if ("array" in part) {
      const count = take(4).readInt32BE();
      if (count < 0) throw new Error(`There are no ${count} elements.`);
      const elements = [];
      while (elements.length < count) elements.push(read(part.array));
      return elements;
    }
    return Object.fromEntries(
      Object.entries(part.fields).map(([name, field]) => [name, read(field)]));
  };
  const value = read(schema);
  if (at < all.length) throw new Error(`${all.length - at} bytes are left.`);
  return value;
}

/** How many zeros bring this many bytes up to a multiple of 4. */
function padding(size: number): number {
  return (4 - (size % 4)) % 4;
}
