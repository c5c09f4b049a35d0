// Headings of a page: unique anchors, what the page's contents list, and the texts the search index is made of.

/** @typedef {{ level: number, id: string, title: string }} Heading `title` is HTML without tags */
/** @typedef {{ id: string, title: string, page: string, text: string }} Section `id` is its address */

/**
 * Gives every heading an anchor of its own.
 * @param {string} html
 * @returns {{ html: string, headings: Heading[] }}
 */
export function anchored(html) {
  /** @type {Heading[]} */
  const headings = [];
  const used = new Set();
  const written = html.replace(/<h([1-4])\b[^>]*>([\s\S]*?)<\/h\1>/g, (_, level, content) => {
    const title = textOf(content);
    const name =
      unescaped(title)
        .toLowerCase()
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "section";
    let id = name;
    for (let count = 2; used.has(id); count++) id = `${name}-${count}`;
    used.add(id);
    headings.push({ level: Number(level), id, title });
    return `<h${level} id="${id}">${content}</h${level}>`;
  });
  return { html: written, headings };
}

/**
 * A page in sections to search, one for each heading; code, outputs and figures stay out.
 * @param {string} html anchored
 * @param {{ file: string, title: string }} page
 * @returns {Section[]}
 */
export function sectionsOf(html, { file, title }) {
  const prose = html.replace(/<(script|style|svg|pre|figure)\b[\s\S]*?<\/\1>/g, " ");
  return prose.split(/(?=<h[1-4] id=)/).flatMap((part) => {
    const heading = /^<h[1-4] id="([^"]+)">([\s\S]*?)<\/h[1-4]>/.exec(part);
    if (!heading) return [];
    const [whole, id, content] = heading;
    return [
      {
        id: `${file}#${id}`,
        title: unescaped(textOf(content)),
        page: title,
        text: unescaped(textOf(part.slice(whole.length))),
      },
    ];
  });
}

/**
 * HTML without tags, blanks collapsed.
 * @param {string} html
 */
export const textOf = (html) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const CHARACTERS = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", quot: '"', nbsp: " " });

/** @param {string} html */
const unescaped = (html) =>
  html.replace(/&(lt|gt|quot|#39|#x27|nbsp);/g, (_, name) => CHARACTERS[name] ?? "'").replaceAll("&amp;", "&");
