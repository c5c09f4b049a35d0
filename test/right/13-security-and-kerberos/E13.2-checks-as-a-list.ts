/** Each check is a line of a table; whoever passes all of them gets a ticket. */
class Kdc extends KeyCentre {
  onLogin(login: Login): Answer {
    if (!Object.keys(this.users).includes(login.user)) return { refused: `Who is ${login.user}?` };
    return this.sealBoth({ client: login.user, key: this.freshKey(), expires: this.now() + LIFETIME },
      "tgs", this.users[login.user], login.nonce);
  }

  onTicketRequest(request: TicketRequest): Answer {
    const now = this.now();
    const old: Partial<Ticket> = unseal(this.services.tgs, request.ticket) ?? {};
    const proof: Partial<Authenticator> = unseal(old.key ?? "", request.authenticator) ?? {};
    const checks: Record<string, boolean> = {
      "a ticket of mine": old.key !== undefined,
      "a ticket that is still good": now < (old.expires ?? 0),
      "an authenticator of its owner's": proof.client !== undefined && proof.client === old.client,
      "a time that is now": proof.time >= now - SKEW && proof.time <= now + SKEW,
      "a service that exists": Object.keys(this.services).includes(request.service),
    };
    const missing = Object.keys(checks).find((what) => !checks[what]);
    if (missing) return { refused: `This is not ${missing}.` };
    const expires = old.expires - now < LIFETIME ? old.expires : now + LIFETIME;
    return this.sealBoth({ client: old.client, key: this.freshKey(), expires }, request.service, old.key, request.nonce);
  }

  sealBoth(ticket: Ticket, service: string, clientKey: string, nonce: number): Answer {
    const { key, expires } = ticket;
    const sealed = this.seal(clientKey, { nonce, expires, key, service });
    return { sealed, ticket: this.seal(this.services[service], ticket) };
  }
}
