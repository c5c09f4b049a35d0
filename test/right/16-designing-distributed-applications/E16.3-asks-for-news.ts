/** Asks for news in place of waiting for it: servers remember nothing about who has what. */
class ChatClient extends Member {
  shown: Record<string, number> = {};
  open: Letter[] = [];
  turn = 0;

  async onStart() {
    this.setTimer("ask", 60);
    await super.onStart();
  }

  say(text: string): void {
    const letter = this.letter((this.shown[this.id] ?? 0) + 1, this.shown, text);
    this.shown[this.id] = letter.number;
    this.open = [...this.open, letter];
    this.ask();
    this.show(letter);
  }

  ask(): void {
    this.send(this.servers[this.turn], { type: "news", have: { ...this.shown }, open: this.open });
  }

  onTimer(): void {
    this.turn = 1 - this.turn;
    if (this.turn >= this.servers.length) this.turn = 0;
    this.ask();
    this.setTimer("ask", 60);
  }

  onLetters({ letters, kept }: { letters: Letter[]; kept: number[] }, from: string): void {
    if (!this.servers.includes(from)) return;
    for (const letter of this.open.filter(({ number }) => kept.includes(number))) {
      this.open = this.open.filter((one) => one !== letter);
      this.acknowledged(letter);
    }
    const fits = ({ author, number, after }: Letter) => number === (this.shown[author] ?? 0) + 1 &&
      Object.entries(after).every(([member, count]) => count <= (this.shown[member] ?? 0));
    for (;;) {
      const letter = letters.find(fits);
      if (!letter) return;
      this.shown[letter.author] = letter.number;
      this.show(letter);
    }
  }
}

class ChatServer extends PostOffice {
  onStart(): void { this.setTimer("ask", 60); }

  onTimer(): void {
    this.send(this.other, { type: "news", have: {}, open: [] });
    this.setTimer("ask", 60);
  }

  onRestart(): void { this.onStart(); }

  keep(letters: Letter[]): void {
    for (const letter of letters)
      if (this.genuine(letter) && !this.letters.some(({ tag }) => tag === letter.tag))
        this.disk.letters = [...this.letters, letter].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  }

  onNews({ have, open }: { have: Record<string, number>; open: Letter[] }, from: string): void {
    if (from !== this.other && !this.members.includes(from)) return;
    this.keep(open);
    const mine = this.letters.filter(({ author }) => author === from).map(({ number }) => number);
    const letters = this.letters.filter(({ author, number }) => number > (have[author] ?? 0));
    this.send(from, { type: "letters", letters, kept: open.map(({ number }) => number).filter((number) => mine.includes(number)) });
  }

  onLetters({ letters }: { letters: Letter[] }): void { this.keep(letters); }
}
