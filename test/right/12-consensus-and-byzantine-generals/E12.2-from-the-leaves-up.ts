/** Works out all paths, the longest first, and keeps what each is worth. */
class Loyal extends Lieutenant {
  onOrder(path: string[], value: number): void {
    const mayTell = path.length <= this.m ? this.lieutenants : [];
    for (const to of mayTell) if (![...path, this.id].includes(to)) this.tell(to, path.concat(this.id), value);
  }

  decide(): number {
    const levels: string[][][] = [[["c"]]];
    while (levels.length <= this.m) levels.push(levels.at(-1)!.flatMap((path) => this.longer(path)));
    const worth = new Map<string, number>();
    for (const level of levels.reverse())
      for (const path of level) {
        let balance = this.heard(path) === 1 ? 1 : -1;
        if (path.length <= this.m)
          for (const more of this.longer(path)) balance += worth.get(more.join(" ")) === 1 ? 1 : -1;
        worth.set(path.join(" "), balance > 0 ? 1 : 0);
      }
    return worth.get("c")!;
  }

  longer(path: string[]): string[][] {
    const taken = new Set([...path, this.id]);
    return this.lieutenants.filter((id) => !taken.has(id)).map((id) => [...path, id]);
  }
}
