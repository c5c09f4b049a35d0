// loses: two classes by REST: method, path and where the fields travel
class Generator extends ModelDriven {
  toPsm(pim: Pim, platform: Platform): Psm {
    const operations = pim.classes[0].operations.map((operation): OnPlatform => (
      { ...operation, wire: operation.name, fields: operation.parameters.map(({ name }) => name), carrier: "message" }));
    return { platform, classes: [{ name: "Chat", operations }] };
  }

  emit(psm: Psm): string {
    return `class ChatStub extends Stub {
  say(room: string, text: string): Promise<number> {
    return this.call({ type: "say", room: room, text: text });
  }
  rooms(): Promise<string[]> {
    return this.call({ type: "rooms" });
  }
}`;
  }
}
