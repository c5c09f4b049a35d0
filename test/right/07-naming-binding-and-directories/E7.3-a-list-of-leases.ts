// Leases in one list, the highest numbers in a Map of their own.
class Dgc extends Exporter {
  leases: { object: string; client: string; until: number }[] = [];
  numbers = new Map<string, number>();
  spokenOf: string[] = [];

  dirty(object: string, client: string, number: number): boolean {
    if (!this.objects.includes(object)) return false;
    if (this.isNew(object, client, number))
      this.leases = [...this.without(object, client), { object, client, until: this.time + this.lease }];
    return true;
  }

  clean(object: string, client: string, number: number): void {
    if (!this.isNew(object, client, number)) return;
    this.leases = this.without(object, client);
    this.collect();
  }

  tick(time: number): void {
    this.leases = this.leases.filter(({ until }) => until > time);
    this.collect();
  }

  isNew(object: string, client: string, number: number): boolean {
    const key = JSON.stringify([object, client]);
    if (number <= (this.numbers.get(key) ?? 0)) return false;
    this.numbers.set(key, number);
    if (!this.spokenOf.includes(object)) this.spokenOf.push(object);
    return true;
  }

  without(object: string, client: string) {
    return this.leases.filter((lease) => lease.object !== object || lease.client !== client);
  }

  collect() {
    for (const object of this.spokenOf)
      if (this.objects.includes(object) && !this.leases.some((lease) => lease.object === object)) this.free(object);
  }
}
