/** Keeps no entries: a capability says itself what it is and of what it was made, and a key that only the shop has signs it. */
class Capabilities {
  key = randomBytes(32);
  made = 0;
  revoked = new Set<number>();

  mint(object: string, rights: string[]): string {
    return this.sign({ object, rights, chain: [++this.made] });
  }

  attenuate(capability: string, rights: string[]): string | undefined {
    const claims = this.claims(capability);
    if (!claims || rights.some((right) => !claims.rights.includes(right))) return undefined;
    return this.sign({ object: claims.object, rights, chain: [...claims.chain, ++this.made] });
  }

  revoke(capability: string): void {
    const claims = this.claims(capability);
    if (claims) this.revoked.add(claims.chain[claims.chain.length - 1]);
  }

  use(capability: string, right: string): string | undefined {
    const claims = this.claims(capability);
    return claims?.rights.includes(right) ? claims.object : undefined;
  }

  sign(claims: { object: string; rights: string[]; chain: number[] }): string {
    const text = Buffer.from(JSON.stringify(claims)).toString("base64url");
    return `${text}.${createHmac("sha256", this.key).update(text).digest("base64url")}`;
  }

  claims(capability: string): { object: string; rights: string[]; chain: number[] } | undefined {
    const [text = "", signature = ""] = String(capability).split(".");
    const right = createHmac("sha256", this.key).update(text).digest();
    const given = Buffer.from(signature, "base64url");
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const claims = JSON.parse(Buffer.from(text, "base64url").toString());
    return claims.chain.some((one: number) => this.revoked.has(one)) ? undefined : claims;
  }
}
