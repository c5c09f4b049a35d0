// loses: names of three words by REST
class Generator extends ModelDriven {
  toPsm(pim: Pim, platform: Platform): Psm {
    const names = pim.classes.flatMap(({ operations }) => operations.map(({ name }) => name));
    const clashes = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
    const onWorker = (owner: string, operation: Operation): OnPlatform => {
      const prefix = owner[0].toLowerCase() + owner.slice(1);
      const { name } = operation;
      const wire = clashes(name) ? prefix + name[0].toUpperCase() + name.slice(1) : name;
      return { ...operation, wire, fields: this.free(operation.parameters), carrier: "message" };
    };
    const onRest = (owner: string, operation: Operation): OnPlatform => {
      const method = { reads: "GET", adds: "POST", replaces: "PUT", removes: "DELETE" }[operation.effect];
      const wire = `${method} /${this.kebab(owner)}/${this.kebab(operation.name)}`;
      const fields = operation.parameters.map(({ name }) => name);
      return { ...operation, wire, fields, carrier: method === "GET" ? "query" : "body" };
    };
    const make = platform === "worker" ? onWorker : onRest;
    return { platform, classes: pim.classes.map(({ name, operations }) => (
      { name, operations: operations.map((operation) => make(name, operation)) })) };
  }

  emit(psm: Psm): string {
    return psm.classes.map(({ name, operations }) =>
      `class ${name}Stub extends Stub {\n${operations.map((one) => this.method(one)).join("")}}\n`).join("\n");
  }

  // You may add methods here.
  kebab(name: string): string { return name.replace(/([a-z0-9])([A-Z])/, "$1-$2").toLowerCase(); }

  free(parameters: Parameter[]): string[] {
    const names = parameters.map(({ name }) => name);
    let other = "type";
    while (names.includes(other)) other += "_";
    return names.map((name) => (name === "type" ? other : name));
  }

  method({ name, parameters, result, wire, fields, carrier }: OnPlatform): string {
    const signature = parameters.map((one) => `${one.name}: ${one.type}`).join(", ");
    const entries = fields.map((field, i) => `${field}: ${parameters[i].name}`);
    const ask = carrier === "message" ? `call({ ${[`type: "${wire}"`, ...entries].join(", ")} })`
      : `fetch("${wire}", "${carrier}", { ${entries.join(", ")} })`;
    return `  ${name}(${signature}): Promise<${result}> {\n    return this.${ask};\n  }\n`;
  }
}
