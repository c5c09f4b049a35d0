import { randomUUID } from "node:crypto";

// No signature: tokens nobody can guess, and a list of what each one is good for.
class Membership {
  passes: { token: string; name: string; state: "invited" | "member" | "over" }[] = [];

  constructor(readonly secret: string) {}

  invite(name: string): string {
    const token = randomUUID();
    this.passes.push({ token, name, state: "invited" });
    return token;
  }

  join(name: string, token: string): boolean {
    const pass = this.find(name, token, "invited");
    if (pass) pass.state = "member";
    return pass !== undefined;
  }

  leave(name: string): void {
    for (const pass of this.passes) if (pass.name === name && pass.state === "member") pass.state = "over";
  }

  accept(name: string, token: string): boolean {
    return this.find(name, token, "member") !== undefined;
  }

  find(name: string, token: string, state: string) {
    return this.passes.find((pass) => pass.name === name && pass.token === token && pass.state === state);
  }
}
