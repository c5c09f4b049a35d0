// The pages that phones and browsers see, each one file of HTML. Whatever others wrote becomes text, never markup; the
// scripts are the only ones that run there, by a policy that the browser enforces.
import { createHash } from "node:crypto";
import { WORDS } from "./page-words.js";

const STYLE = `
:root { color-scheme: light dark; font: 18px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 34rem; padding: 1.2rem 1rem 3rem; }
h1 { font-size: 1.05rem; font-weight: 600; opacity: .75; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: .6rem 0 1rem; overflow-wrap: anywhere; }
button, input { font: inherit; border-radius: .6rem; border: 2px solid #1f77b4; padding: .7rem 1rem; box-sizing: border-box;
  width: 100%; min-height: 3.2rem; margin: .35rem 0; }
button { background: transparent; color: inherit; text-align: left; cursor: pointer; overflow-wrap: anywhere; }
button[aria-pressed=true], form button { background: #1f77b4; color: white; }
form button { text-align: center; font-weight: 600; }
:focus-visible { outline: 3px solid #ff7f0e; outline-offset: 2px; }
code { display: block; padding: .7rem; border-radius: .6rem; background: #8882; overflow-wrap: anywhere; font-size: .8rem; }
details { margin-top: 2.5rem; }
[role=status] { min-height: 1.5rem; }
`;

/** Where a spoken code is typed. */
export function codePage(room: string): { text: string; policy: string } {
  const body = `<h1></h1><form><label for="code"></label>
<input id="code" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="6" required>
<button></button></form><p role="status"></p>`;
  return page(room, body, CODE_SCRIPT, { room });
}

/** Where polls are answered, and where a laptop finds how to join. */
export function answerPage(room: string, link: string): { text: string; policy: string } {
  const body = `<h1></h1><main><h2 aria-live="polite"></h2><div id="answers"></div><p role="status"></p></main>
<details><summary></summary><p></p><code></code></details>`;
  return page(room, body, ANSWER_SCRIPT, { room, link });
}

/** For a link that leads nowhere. */
export function sorryPage(sentence: string): { text: string; policy: string } {
  return page("Verteilt", '<h1></h1><p role="status"></p>', "say(data.sentence);\n", { room: "Verteilt", sentence });
}

function page(title: string, body: string, script: string, data: object): { text: string; policy: string } {
  const all = `"use strict";\nconst data = ${inScript({ ...data, words: WORDS })};\n${COMMON_SCRIPT}${script}`;
  const hash = createHash("sha256").update(all).digest("base64");
  const text = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)}</title><style>${STYLE}</style></head>
<body>${body}<script>${all}</script></body></html>`;
  const policy =
    `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; connect-src 'self'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return { text, policy };
}

/** Data inside a script element, which no text in it can end. */
function inScript(data: object): string {
  return JSON.stringify(data)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

const COMMON_SCRIPT = `
const words = data.words[navigator.language.slice(0, 2)] ?? data.words.en;
document.documentElement.lang = data.words[navigator.language.slice(0, 2)] ? navigator.language.slice(0, 2) : "en";
const find = (what) => document.querySelector(what);
const say = (text) => { find("[role=status]").textContent = text; };
find("h1").textContent = data.room;
`;

const CODE_SCRIPT = `
find("label").textContent = words.code;
find("form button").textContent = words.enter;
find("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/spoken/" + encodeURIComponent(find("#code").value.trim().toLowerCase()));
  const { link, sorry } = await answer.json();
  if (link) location.href = link;
  else say(sorry);
});
`;

const ANSWER_SCRIPT = `
const voter = localStorage.voter ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
let poll;
let given = [];
find("summary").textContent = words.laptop;
find("details p").textContent = words.join;
find("code").textContent = 'const me = await join("' + data.link + '", { as: "' + words.name + '", nodes: {} });';
const source = new EventSource(location.pathname.replace(/\\/$/, "") + "/events");
source.onmessage = ({ data: text }) => show(JSON.parse(text));
source.onerror = () => say(words.away);
source.onopen = () => say("");
function show(next) {
  if (next && poll && next.id === poll.id) return;
  poll = next;
  given = [];
  say("");
  find("h2").textContent = poll ? poll.question : words.none;
  const place = find("#answers");
  place.replaceChildren();
  if (!poll) return;
  if (poll.choices) for (const choice of poll.choices) place.append(button(choice));
  else place.append(form());
}
function button(choice) {
  const made = document.createElement("button");
  made.textContent = choice;
  made.setAttribute("aria-pressed", "false");
  made.addEventListener("click", async () => {
    if (!(await send(choice))) return;
    for (const other of made.parentElement.children) other.setAttribute("aria-pressed", String(other === made));
  });
  return made;
}
function form() {
  const made = document.createElement("form");
  const input = document.createElement("input");
  input.maxLength = 40;
  input.required = true;
  input.setAttribute("aria-label", words.word);
  input.placeholder = words.word;
  const submit = document.createElement("button");
  submit.textContent = words.send;
  made.append(input, submit);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send(input.value)) input.value = "";
  });
  return made;
}
async function send(text) {
  try {
    const body = JSON.stringify({ poll: poll.id, voter, text });
    const answer = await fetch(location.pathname.replace(/\\/$/, "") + "/answer", { method: "POST", body });
    const { sorry } = await answer.json();
    say(sorry ?? words.thanks);
    return sorry === undefined;
  } catch {
    say(words.away);
    return false;
  }
}
`;
