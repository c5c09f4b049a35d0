// loses: one's own letters are shown at once, without any server, too; two letters with one text are two
class ChatClient extends Member {
  shown: Record<string, number> = {}; // how many letters of each author it has shown
  early: Letter[] = []; // arrived before what they depend on
  open: Letter[] = []; // written, and not acknowledged
  home = 0; // the place of the server that it posts to

  say(text: string): void {
    const letter = this.letter(this.count(this.id) + 1, this.shown, text);
    this.shown[this.id] = letter.number;
    this.open.push(letter);
    this.post(letter);
    this.show(letter);
  }

  onTimer(): void {
    this.home = (this.home + 1) % this.servers.length;
    for (const letter of this.open) this.post(letter);
  }

  // Add a handler for each message that a server sends to a member.
  onAck({ number }: { number: number }, from: string): void {
    const letter = this.open.find((one) => one.number === number);
    if (!letter || !this.servers.includes(from)) return;
    this.open = this.open.filter((one) => one !== letter);
    this.acknowledged(letter);
  }

  onDeliver({ letter }: { letter: Letter }, from: string): void {
    if (!this.servers.includes(from)) return;
    const { author, number } = letter;
    this.send(from, { type: "received", author, number });
    const known = this.early.some((one) => one.author === author && one.number === number);
    if (known || number <= this.count(author)) return;
    this.early.push(letter);
    for (let next = this.ready(); next; next = this.ready()) {
      const shown = next;
      this.early = this.early.filter((one) => one !== shown);
      this.shown[shown.author] = shown.number;
      this.show(shown);
    }
  }

  post(letter: Letter): void {
    this.send(this.servers[this.home], { type: "post", letter });
    this.setTimer("again", 100);
  }

  count(author: string): number { return this.shown[author] ?? 0; }

  ready(): Letter | undefined {
    return this.early.find(({ author, number, after }) => number === this.count(author) + 1 &&
      Object.keys(after).every((member) => after[member] <= this.count(member)));
  }
}

class ChatServer extends PostOffice {
  done: string[] = []; // who is known to have which letter

  onPost({ letter }: { letter: Letter }, from: string): void {
    if (!this.genuine(letter)) return;
    this.keep(letter);
    this.send(letter.author, { type: "ack", number: letter.number });
  }

  onTimer(): void {
    for (const letter of this.letters) this.pass(letter);
  }

  onRestart(): void {
    for (const letter of this.letters) this.pass(letter);
  }

  // Add a handler for each message that the other server, or a member, sends to a server.
  onDeliver({ letter }: { letter: Letter }, from: string): void {
    if (!this.genuine(letter)) return;
    this.keep(letter);
    this.send(from, { type: "received", author: letter.author, number: letter.number });
  }

  onReceived({ author, number }: { author: string; number: number }, from: string): void {
    const line = `${from} ${author} ${number}`;
    if (!this.done.includes(line)) this.done.push(line);
  }

  /** On the disk, and from there to all others. */
  keep(letter: Letter): void {
    if (this.letters.some(({ author, text }) => author === letter.author && text === letter.text)) return;
    this.disk.letters = [...this.letters, letter];
    this.pass(letter);
  }

  pass(letter: Letter): void {
    const { author, number } = letter;
    const open = [this.other, ...this.members].filter(
      (to) => to !== author && !this.done.includes(`${to} ${author} ${number}`));
    for (const to of open) this.send(to, { type: "deliver", letter });
    if (open.length > 0) this.setTimer("again", 100);
  }
}
