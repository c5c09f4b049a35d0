/** The bytes of a value, one after the other. */
function* bytesOf(schema: Schema, value: any): Generator<number> {
  if (schema === "int" || schema === "hyper") {
    const size = schema === "int" ? 4 : 8;
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, BigInt(value));
    for (let i = 8 - size; i < 8; i++) yield view.getUint8(i);
  } else if (schema === "string") {
    const text = new TextEncoder().encode(value);
    yield* bytesOf("int", text.length);
    for (const byte of text) yield byte;
    for (let i = text.length; i % 4 !== 0; i++) yield 0;
  } else if ("array" in schema) {
    yield* bytesOf("int", value.length);
    for (const element of value) yield* bytesOf(schema.array, element);
  } else {
    for (const name in schema.fields) yield* bytesOf(schema.fields[name], value[name]);
  }
}

function enc(schema: Schema, value: any): Uint8Array {
  return Uint8Array.from(bytesOf(schema, value));
}

/** A value and the place after it; a DataView throws a RangeError past its end. */
function read(schema: Schema, view: DataView, at: number): [value: any, next: number] {
  if (schema === "int") return [view.getInt32(at), at + 4];
  if (schema === "hyper") return [view.getBigInt64(at), at + 8];
  const count = typeof schema === "object" && "fields" in schema ? 0 : view.getInt32(at);
  if (count < 0) throw new RangeError(`There is no length of ${count}.`);
  if (schema === "string") {
    const end = at + 4 + 4 * Math.ceil(count / 4);
    if (end > view.byteLength) throw new RangeError(`The text goes on to ${end}.`);
    const text = new Uint8Array(view.buffer, view.byteOffset + at + 4, count);
    return [new TextDecoder().decode(text), end];
  }
  if ("array" in schema) {
    const elements: any[] = [];
    let next = at + 4;
    while (elements.length < count) {
      const [element, after] = read(schema.array, view, next);
      elements.push(element);
      next = after;
    }
    return [elements, next];
  }
  const record: Record<string, any> = {};
  let next = at;
  for (const name in schema.fields) [record[name], next] = read(schema.fields[name], view, next);
  return [record, next];
}

function dec(schema: Schema, bytes: Uint8Array): any {
  const [value, end] = read(schema, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  if (end < bytes.byteLength) throw new RangeError(`The value ends at ${end}.`);
  return value;
}
