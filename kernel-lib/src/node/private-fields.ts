// Private fields of classes, found in their text: state that no code outside can read, compare or copy.

const privateFields = new WeakMap<object, string>();

/** The first private field of a class or of one it extends, according to its text, or an empty text. */
export function privateField(prototype: any): string {
  const known = privateFields.get(prototype);
  if (known !== undefined) return known;
  const text = Object.hasOwn(prototype, "constructor") ? Function.prototype.toString.call(prototype.constructor) : "";
  const declared = [...text.matchAll(/(?<![.\w$])(#[\w$]+)\s*[=;}\n]/g)].map(([, name]) => name!);
  const own = declared.find((name) => text.includes(`.${name}`)) ?? "";
  const above = Object.getPrototypeOf(prototype);
  const found = own || (above === null ? "" : privateField(above));
  privateFields.set(prototype, found);
  return found;
}
