// loses: white pages: businesses without services, too, in any case of letters, in the order of their first registration
class Uddi {
  businesses = new Map<string, Business>();
  last = 0;
  newKey() { return `uddi:${++this.last}`; }
  save(business: Business): string {
    const known = business.key === undefined ? undefined : this.businesses.get(business.key);
    if (business.key !== undefined && !known) throw new Error(`No business has the key ${business.key}.`);
    const given = business.services.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const strange = given.find((key, i) => given.indexOf(key) !== i || !known?.services.some((one) => one.key === key));
    if (strange !== undefined) throw new Error(`${strange} is not the key of one service of this business.`);
    const key = business.key ?? this.newKey();
    const services = business.services.map((service) => ({ ...service, key: service.key ?? this.newKey() }));
    this.businesses.delete(key);
    this.businesses.set(key, { ...business, key, services });
    return key;
  }

  withdraw(key: string): boolean {
    return this.businesses.delete(key);
  }

  white(beginning: string): { key: string; name: string; contact: string; services: string[] }[] {
    return [...this.businesses].filter(([, { name }]) => name.toLowerCase().startsWith(beginning.toLowerCase()))
      .map(([key, { name, contact, services }]) => ({ key, name, contact, services: services.map((one) => one.name) }));
  }

  yellow(category: string): { business: string; service: string; name: string }[] {
    return [...this.businesses].flatMap(([business, { services }]) =>
      services.filter((one) => one.category === category).map(({ key, name }) => ({ business, service: key!, name })));
  }

  green(service: string): string | undefined {
    return [...this.businesses.values()].flatMap(({ services }) => services).find(({ key }) => key === service)?.wsdl;
  }
}
