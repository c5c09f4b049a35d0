// loses: a client that crashes: freed when its lease is over, not before
class Dgc extends Exporter {
  holders: Record<string, string[]> = {};
  last: Record<string, number> = {};

  isOld(object: string, client: string, number: number): boolean {
    const key = `${object} ${client}`;
    if (number <= (this.last[key] ?? 0)) return true;
    this.last[key] = number;
    return false;
  }
  dirty(object: string, client: string, number: number): boolean {
    if (!this.objects.includes(object)) return false;
    const holders = (this.holders[object] ??= []);
    if (!this.isOld(object, client, number) && !holders.includes(client)) holders.push(client);
    return true;
  }
  clean(object: string, client: string, number: number): void {
    if (!this.objects.includes(object) || this.isOld(object, client, number)) return;
    this.holders[object] = (this.holders[object] ?? []).filter((holder) => holder !== client);
    if (this.holders[object].length === 0) this.free(object);
  }
}
