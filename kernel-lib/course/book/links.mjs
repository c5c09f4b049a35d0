// Links in the book: notebooks become pages, the first use of a term links to the glossary, and no link is broken.

import { finder, slug } from "../notebook/glossary.mjs";

/** Where a term is not linked: inside these, or where a text is not prose. */
const NO_PROSE = /^(a|h1|h2|h3|h4|pre|code|script|style|svg|summary|figure|button|th)$/;
const EMPTY = /^(br|hr|img|input|wbr|meta|link|col)$/;

/**
 * Addresses of notebooks and of the glossary as addresses of pages. A chapter that the course leaves out is named without
 * a link.
 * @param {string} html
 * @param {readonly string[]} [leftOut] names of such chapters (none by default)
 */
export function linkPages(html, leftOut = []) {
  return html.replace(/<a\b([^>]*?)\bhref="([^"]+)"([^>]*)>([\s\S]*?)<\/a>/g, (whole, before, address, after, text) => {
    if (/^[a-z]+:/i.test(address)) return whole;
    const [path = "", anchor = ""] = address.split(/(?=#)/);
    const page = pageOf(path);
    const chapter = /^(\d\d-.*?)(?:-exercises)?\.html$/.exec(page)?.[1];
    if (chapter !== undefined && leftOut.includes(chapter)) return text;
    return `<a${before}href="${page}${anchor}"${after}>${text}</a>`;
  });
}

/** @param {string} path */
function pageOf(path) {
  const exercises = /(?:^|\/)exercises\/([^/]+)\/\1\.ipynb$/.exec(path);
  if (exercises) return `${exercises[1]}-exercises.html`;
  if (/(?:^|\/)glossary\.md$/i.test(path)) return "glossary.html";
  return path.replace(/^(?:\.\.?\/)*([^/]+)\.ipynb$/, "$1.html");
}

/**
 * Links each term where a page uses it first; where it is set off at some place, there.
 * @param {string} html
 * @param {readonly import("../notebook/glossary.mjs").Entry[]} glossary
 */
export function linkTerms(html, glossary) {
  const { find } = finder(glossary);
  const pieces = html.split(/(<!--[\s\S]*?-->|<[^>]+>)/);
  /**
   * @type {Map<string, { piece: number, index: number, length: number, strong: boolean,
   *   entry: import("../notebook/glossary.mjs").Entry }>}
   */
  const first = new Map();
  /** @type {string[]} */
  const open = [];
  /** An element that is not prose stays on the stack until it ends. */
  for (const [piece, text] of pieces.entries()) {
    const tag = /^<(\/?)([a-z][a-z0-9]*)\b([^>]*)>$/i.exec(text);
    if (tag) {
      const [, closes, name, rest] = tag;
      if (closes) open.splice(Math.max(0, open.lastIndexOf(marked(open, name.toLowerCase()))));
      else if (!EMPTY.test(name) && !rest.endsWith("/"))
        open.push(
          /class="[^"]*\b(output|input|diagram|for-readers)\b/.test(rest)
            ? `${name.toLowerCase()}!`
            : name.toLowerCase(),
        );
      continue;
    }
    if (text.startsWith("<") || text.trim() === "" || open.some((name) => name.endsWith("!") || NO_PROSE.test(name)))
      continue;
    const setOff = /^(strong|em|b|i)$/.test(open.at(-1) ?? "") || (open.at(-1) === "td" && open.includes("table"));
    for (const { entry, index, length } of find(text, setOff)) {
      const strong = setOff && length === text.trim().length;
      const known = first.get(entry.term);
      if (known === undefined || (strong && !known.strong))
        first.set(entry.term, { piece, index, length, strong, entry });
    }
  }
  const uses = [...first.values()].sort((a, b) => b.piece - a.piece || b.index - a.index);
  for (const { piece, index, length, entry } of uses) {
    const text = pieces[piece];
    const link = `<a class="term" href="glossary.html#${slug(entry.term)}">${text.slice(index, index + length)}</a>`;
    pieces[piece] = text.slice(0, index) + link + text.slice(index + length);
  }
  return pieces.join("");
}

/**
 * The name under which an element was put on the stack.
 * @param {string[]} open
 * @param {string} name
 */
const marked = (open, name) => (open.lastIndexOf(`${name}!`) > open.lastIndexOf(name) ? `${name}!` : name);

/**
 * Broken links, as "page: address".
 * @param {Map<string, string>} pages HTML by file name
 * @param {ReadonlySet<string>} files other files there
 * @returns {string[]}
 */
export function deadLinks(pages, files) {
  const anchors = new Map(
    [...pages].map(([name, html]) => [name, new Set([...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))]),
  );
  const dead = [];
  for (const [name, html] of pages) {
    for (const [, address] of html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(address)) continue;
      const [path = "", anchor = ""] = address.split("#");
      const target = path === "" ? name : decodeURIComponent(path);
      const there = anchors.get(target);
      const missing = there ? anchor !== "" && !there.has(decodeURIComponent(anchor)) : !files.has(target);
      if (missing) dead.push(`${name}: ${address}`);
    }
  }
  return [...new Set(dead)];
}
