// loses: whichever bit is flipped, and whatever is no message: refused, and the right one is read after it
class SealedChannel {
  sent = 0;
  received = 0;

  constructor(readonly key: string, readonly side: "client" | "server") {}

  seal(text: string): string {
    const iv = randomBytes(16);
    const cipher = createCipheriv("aes-256-cbc", Buffer.from(this.key, "hex"), iv);
    const hidden = Buffer.concat([cipher.update(`${this.side} ${this.sent++} ${text}`, "utf8"), cipher.final()]);
    return Buffer.concat([iv, hidden]).toString("hex");
  }

  open(sealed: string): string | undefined {
    try {
      const bytes = Buffer.from(sealed, "hex");
      const decipher = createDecipheriv("aes-256-cbc", Buffer.from(this.key, "hex"), bytes.subarray(0, 16));
      const all = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString("utf8");
      const before = `${this.side === "client" ? "server" : "client"} ${this.received} `;
      if (!all.startsWith(before)) return undefined;
      this.received++;
      return all.slice(before.length);
    } catch {
      return undefined;
    }
  }
}
