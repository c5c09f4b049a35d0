// loses: unknown users and services, with any names, and tickets of others
class Kdc extends KeyCentre {
  onLogin({ user, nonce }: Login): Answer {
    if (!this.users[user]) return { refused: "unknown user" };
    const key = this.freshKey(), expires = this.now() + LIFETIME;
    return {
      ticket: this.seal(this.services.tgs, { client: user, key, expires }),
      sealed: this.seal(this.users[user], { service: "tgs", key, expires, nonce }),
    };
  }

  onTicketRequest({ ticket, authenticator, service, nonce }: TicketRequest): Answer {
    const shown: Ticket | undefined = Object.values(this.services).map((key) => unseal(key, ticket)).find(Boolean);
    if (!shown) return { refused: "not my ticket" };
    if (this.now() >= shown.expires) return { refused: "expired" };
    const proof: Authenticator | undefined = unseal(shown.key, authenticator);
    if (!proof || proof.client !== shown.client) return { refused: "not the ticket's owner" };
    if (Math.abs(proof.time - this.now()) > SKEW) return { refused: "clocks too far apart" };
    if (!this.services[service]) return { refused: "unknown service" };
    const key = this.freshKey(), expires = Math.min(this.now() + LIFETIME, shown.expires);
    return {
      ticket: this.seal(this.services[service], { client: shown.client, key, expires }),
      sealed: this.seal(shown.key, { service, key, expires, nonce }),
    };
  }
}
