// Runs in the slides after deck.js. On a slide with a question: in a deck that JupyterLab serves, asks the room that a
// notebook has opened, and draws the answers live. A deck that was opened as a file says where to answer.

(() => {
  const asked = new URLSearchParams(location.search);
  // The speaker view shows the deck in frames; on paper there is nobody to ask.
  if (asked.has("receiver") || document.documentElement.classList.contains("reveal-print")) return;
  const words = JSON.parse(document.documentElement.dataset.room);
  const served = location.protocol.startsWith("http") && /\/verteilt\/slides\/[^/]+$/.test(location.pathname);
  const EVERY_MS = 500;
  const MOST_ROWS = 12;
  const KEPT = "verteilt-room";

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });
  const button = (className, text, act) => {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const call = button("ask-room", served ? words.ask : words.where, () => (served ? askServed() : sayWhere()));
  call.hidden = true;
  const dialog = make("dialog", "poll");
  document.body.append(call, dialog);
  // Keys pressed here turn no slides.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => void stop());

  let timer;
  let isAsked = false;

  const question = () => Reveal.getCurrentSlide()?.querySelector("p.question");

  const speak = (method, body) => globalThis.askRoomDoor("../room", method, body);

  async function askServed() {
    const element = question();
    if (!element) return;
    const room = await speak().catch(() => undefined);
    if (!room?.link) return open(make("p", "", words.none), code('const room = await openClass("ds1");'));
    const choices = element.hasAttribute("data-yes-no") ? [words.yes, words.no] : undefined;
    const first = await speak("POST", { question: textOf(element), choices });
    isAsked = true;
    const board = make("div", "board");
    const count = make("p", "count");
    count.setAttribute("role", "status");
    const end = button("", words.end, async () => {
      await stop();
      end.remove();
    });
    open(make("h2", "", textOf(element)), side(room), board, count, end);
    const draw = (now) => {
      if (!now?.poll) count.textContent = words.away;
      else show(board, count, now.poll);
    };
    draw(first);
    timer = setInterval(async () => {
      const now = await speak().catch(() => undefined);
      if (isAsked) draw(now);
    }, EVERY_MS);
  }

  /** Asks no more; what is drawn stays. */
  async function stop() {
    clearInterval(timer);
    if (!isAsked) return;
    isAsked = false;
    await speak("DELETE").catch(() => {});
  }

  function show(board, count, { choices, answers }) {
    const counts = new Map((choices ?? []).map((choice) => [choice, { label: choice, n: 0 }]));
    for (const answer of answers) {
      const key = choices ? answer : answer.toLocaleLowerCase();
      const row = counts.get(key) ?? { label: answer, n: 0 };
      row.n++;
      counts.set(key, row);
    }
    const rows = [...counts.values()];
    if (!choices) rows.sort((a, b) => b.n - a.n || (a.label < b.label ? -1 : 1));
    const most = Math.max(1, ...rows.map(({ n }) => n));
    board.replaceChildren(
      ...rows.slice(0, MOST_ROWS).map(({ label, n }) => {
        const row = make("div", "row");
        const bar = make("span", "bar");
        bar.style.width = `${(100 * n) / most}%`;
        row.append(make("span", "label", label), bar, make("b", "", String(n)));
        return row;
      }),
    );
    count.textContent = `${words.answers}: ${answers.length}`;
  }

  /** Where to answer, to be read from the last row. */
  function side({ link, spoken, qr }) {
    const place = make("div", "place");
    const { host } = new URL(link);
    if (qr) {
      const picture = make("img", "");
      picture.alt = link;
      picture.src = `data:image/svg+xml,${encodeURIComponent(qr)}`;
      place.append(picture);
    }
    place.append(make("p", "", words.at), make("p", "large", host));
    if (spoken) place.append(make("p", "", words.code), make("p", "large", spoken));
    return place;
  }

  /** In a file: what the lecturer has typed once is known on every slide. */
  function sayWhere() {
    const known = remembered();
    if (known) return open(make("h2", "", textOf(question())), side(known));
    const form = make("form", "");
    const input = make("input", "");
    input.placeholder = "192.168.1.5:4280 abc234";
    const label = make("label", "", words.known);
    label.append(input);
    form.append(label);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const place = placeIn(input.value);
      if (!place) return input.select();
      try {
        localStorage.setItem(KEPT, input.value);
      } catch {
        // Then it is typed again.
      }
      open(make("h2", "", textOf(question())), side(place));
    });
    const cell = `const room = await openClass("ds1");\nawait room.poll(${JSON.stringify(textOf(question()))});`;
    open(make("p", "", words.offline), code(cell), form);
  }

  /** From the address of the deck, `?room=192.168.1.5:4280&code=abc234`, or what was typed. */
  function remembered() {
    if (asked.has("room")) return placeIn(`${asked.get("room")} ${asked.get("code") ?? ""}`);
    try {
      return placeIn(localStorage.getItem(KEPT) ?? "");
    } catch {
      return undefined;
    }
  }

  function placeIn(text) {
    const [, host, spoken = ""] = /^\s*(?:https?:\/\/)?([\w.-]+(?::\d+)?)\/?\s*(\w*)\s*$/.exec(text) ?? [];
    return host ? { link: `http://${host}`, spoken, qr: "" } : undefined;
  }

  function open(...parts) {
    const close = button("close", "×", () => dialog.close());
    close.setAttribute("aria-label", words.close);
    dialog.replaceChildren(close, ...parts);
    dialog.classList.toggle(
      "with-board",
      parts.some((part) => part.className === "board"),
    );
    if (!dialog.open) dialog.showModal();
  }

  const code = (text) => {
    const block = make("pre", "");
    block.append(make("code", "", text));
    return block;
  };
  const textOf = (element) => element.textContent.trim();

  const follow = () => {
    if (dialog.open) dialog.close();
    call.hidden = !question();
  };
  Reveal.on("ready", follow);
  Reveal.on("slidechanged", follow);
})();
