/** As a relational database would: a table of businesses and one of services. */
class Uddi {
  rows: { key: string; name: string; contact: string; descriptions: string[] }[] = [];
  services: { key: string; business: string; place: number; name: string; category: string; wsdl: string }[] = [];
  given = 0;

  save({ key, name, contact, descriptions, services }: Business): string {
    const row = this.rows.find((one) => one.key === key);
    if (key && !row) throw new Error(`${key} is no business.`);
    const own = this.services.filter((one) => one.business === key).map((one) => one.key);
    const named = services.map((one) => one.key).filter((one) => one !== undefined) as string[];
    if (new Set(named).size < named.length || !named.every((one) => own.includes(one))) throw new Error("A service has a wrong key.");
    const business = row ?? { key: `business ${++this.given}`, name, contact, descriptions };
    Object.assign(business, { name, contact, descriptions });
    if (!row) this.rows.push(business);
    this.services = [...this.services.filter((one) => one.business !== business.key), ...services.map((one, place) =>
      ({ ...one, key: one.key ?? `service ${++this.given}`, business: business.key, place }))];
    return business.key;
  }

  withdraw(key: string): boolean {
    const before = this.rows.length;
    this.rows = this.rows.filter((one) => one.key !== key);
    this.services = this.services.filter((one) => one.business !== key);
    return this.rows.length < before;
  }

  of(business: string) { return this.services.filter((one) => one.business === business).sort((a, b) => a.place - b.place); }

  white(beginning: string) {
    const wanted = beginning.toUpperCase();
    return this.rows.filter(({ name }) => name.slice(0, wanted.length).toUpperCase() === wanted)
      .map(({ key, name, contact }) => ({ key, name, contact, services: this.of(key).map((one) => one.name) }));
  }

  yellow(category: string) {
    return this.rows.flatMap(({ key }) => this.of(key)).filter((one) => one.category === category)
      .map(({ business, key, name }) => ({ business, service: key, name }));
  }

  green(service: string): string | undefined { return this.services.find(({ key }) => key === service)?.wsdl; }
}
