/** As TLS 1.3 does it: the nonce is made of direction and number, so the receiver knows which one must come. */
class SealedChannel {
  next = { client: 0n, server: 0n };

  constructor(readonly key: string, readonly side: "client" | "server") {}

  seal(text: string): string {
    const nonce = this.nonceOf(this.side);
    const cipher = createCipheriv("aes-256-gcm", Buffer.from(this.key, "hex"), nonce);
    const parts = [nonce, cipher.update(text, "utf8"), cipher.final()];
    this.next[this.side]++;
    return Buffer.concat([...parts, cipher.getAuthTag()]).toString("hex");
  }

  open(sealed: string): string | undefined {
    const other = this.side === "client" ? "server" : "client";
    const bytes = Buffer.from(String(sealed), "hex"), nonce = this.nonceOf(other);
    if (bytes.length < 28 || bytes.length * 2 !== sealed.length || !nonce.equals(bytes.subarray(0, 12))) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(this.key, "hex"), nonce);
    decipher.setAuthTag(bytes.subarray(bytes.length - 16));
    const text = decipher.update(bytes.subarray(12, bytes.length - 16));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    this.next[other]++;
    return text.toString("utf8");
  }

  nonceOf(side: "client" | "server"): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(side === "client" ? 1 : 2);
    nonce.writeBigUInt64BE(this.next[side], 4);
    return nonce;
  }
}
