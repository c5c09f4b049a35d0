// loses: the same, with a fast clock, ten minutes that pass and one crash, in every order
class Door extends Guarded {
  verify(ticket: string, authenticator: string): string | undefined {
    const shown: Ticket | undefined = unseal(this.key, ticket);
    return shown && this.time < shown.expires ? shown.client : undefined;
  }
}
