// loses: a copy of clean counts once
class Dgc extends Exporter {
  count: Record<string, number> = {};
  until: Record<string, number> = {};

  dirty(object: string): boolean {
    if (!this.objects.includes(object)) return false;
    this.count[object] = (this.count[object] ?? 0) + 1;
    this.until[object] = this.time + this.lease;
    return true;
  }
  clean(object: string): void {
    if (!this.objects.includes(object)) return;
    this.count[object] = (this.count[object] ?? 0) - 1; // a copy subtracts once more
    if (this.count[object] <= 0) this.free(object);
  }
  tick(time: number): void {
    for (const object of this.objects) if (this.until[object] <= time) this.free(object);
  }
}
