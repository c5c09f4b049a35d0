/** A table of the two platforms, and names taken letter by letter. */
const methods = new Map<Effect, string>([["reads", "GET"], ["adds", "POST"], ["replaces", "PUT"], ["removes", "DELETE"]]);

class Generator extends ModelDriven {
  toPsm(pim: Pim, platform: Platform): Psm {
    const copy: Pim = structuredClone(pim);
    const uses = new Map<string, number>();
    for (const { operations } of copy.classes)
      for (const { name } of operations) uses.set(name, (uses.get(name) ?? 0) + 1);
    const classes = copy.classes.map((owner) => ({ name: owner.name, operations: owner.operations.map((operation) => {
      const fields = operation.parameters.map(({ name }) => name);
      if (platform === "rest") {
        const method = methods.get(operation.effect);
        const wire = `${method} /${this.dashed(owner.name)}/${this.dashed(operation.name)}`;
        return { ...operation, wire, fields, carrier: method === "GET" ? "query" as const : "body" as const };
      }
      const place = fields.indexOf("type");
      while (place !== -1 && (fields[place] === "type" || fields.filter((name) => name === fields[place]).length > 1))
        fields[place] += "_";
      const whole = uses.get(operation.name) > 1 ? `${owner.name}-${operation.name}` : operation.name;
      const wire = whole.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()).replace(/^./, (first) => first.toLowerCase());
      return { ...operation, wire, fields, carrier: "message" as const };
    }) }));
    return { platform, classes };
  }

  dashed(name: string): string {
    return [...name].map((letter, i) =>
      (letter === letter.toLowerCase() ? letter : `${i > 0 ? "-" : ""}${letter.toLowerCase()}`)).join("");
  }

  emit({ classes }: Psm): string {
    const lines: string[] = [];
    for (const { name, operations } of classes) {
      lines.push(`class ${name}Stub extends Stub {`);
      for (const one of operations) {
        const pairs = one.parameters.map((parameter, i) => `${one.fields[i]}: ${parameter.name}`);
        const typed = one.parameters.map((parameter) => `${parameter.name}: ${parameter.type}`);
        lines.push(`  ${one.name}(${typed.join(", ")}): Promise<${one.result}> {`);
        if (one.carrier === "message") lines.push(`    return this.call({ type: "${one.wire}"${pairs.map((pair) => `, ${pair}`).join("")} });`);
        else lines.push(`    return this.fetch("${one.wire}", "${one.carrier}", { ${pairs.join(", ")} });`);
        lines.push("  }");
      }
      lines.push("}");
    }
    return lines.join("\n");
  }
}
