// loses: every session key is fresh
class Kdc extends KeyCentre {
  onLogin({ user, nonce }: Login): Answer {
    const key = this.users[user];
    if (!key) return { refused: "unknown user" };
    return this.issue(user, "tgs", key, this.now() + LIFETIME, nonce);
  }

  onTicketRequest({ ticket, authenticator, service, nonce }: TicketRequest): Answer {
    const shown: Ticket | undefined = unseal(this.services.tgs, ticket);
    if (!shown) return { refused: "not my ticket" };
    if (this.now() >= shown.expires) return { refused: "expired" };
    const proof: Authenticator | undefined = unseal(shown.key, authenticator);
    if (!proof || proof.client !== shown.client) return { refused: "not the ticket's owner" };
    if (Math.abs(proof.time - this.now()) > SKEW) return { refused: "clocks too far apart" };
    if (!this.services[service]) return { refused: "unknown service" };
    const expires = Math.min(this.now() + LIFETIME, shown.expires);
    return this.issue(shown.client, service, shown.key, expires, nonce);
  }

  issue(client: string, service: string, clientKey: string, expires: number, nonce: number): Answer {
    const key = this.users[client];
    return {
      ticket: this.seal(this.services[service], { client, key, expires }),
      sealed: this.seal(clientKey, { service, key, expires, nonce }),
    };
  }
}
