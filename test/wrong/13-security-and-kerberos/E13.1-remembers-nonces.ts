// loses: a replayed message is refused, also after hundreds of others, and so is one that comes too early
class SealedChannel {
  seen = new Set<string>();

  constructor(readonly key: string, readonly side: "client" | "server") {}

  seal(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", Buffer.from(this.key, "hex"), nonce);
    cipher.setAAD(Buffer.from(this.side));
    const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, hidden, cipher.getAuthTag()]).toString("hex");
  }

  open(sealed: string): string | undefined {
    try {
      const bytes = Buffer.from(sealed, "hex");
      const nonce = bytes.subarray(0, 12);
      if (this.seen.has(nonce.toString("hex"))) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", Buffer.from(this.key, "hex"), nonce);
      decipher.setAAD(Buffer.from(this.side === "client" ? "server" : "client"));
      decipher.setAuthTag(bytes.subarray(-16));
      const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
      this.seen.add(nonce.toString("hex"));
      return text;
    } catch {
      return undefined;
    }
  }
}
