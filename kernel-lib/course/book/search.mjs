// The book's search index, made once when the book is built: MiniSearch reads it in the browser, also from disk.

import MiniSearch from "minisearch";

/** Must be the same where the index is read (book.js). */
const OPTIONS = { fields: ["title", "text"], storeFields: ["title", "page", "text"] };
const SHOWN = 160;

/**
 * The index as a script: a page opened from disk may load scripts, but no data.
 * @param {readonly import("./sections.mjs").Section[]} sections
 */
export function searchIndex(sections) {
  const index = new MiniSearch({
    ...OPTIONS,
    extractField: (section, field) => /** @type {Record<string, string>} */ (section)[field],
  });
  index.addAll(sections);
  const plain = index.toJSON();
  for (const stored of Object.values(plain.storedFields)) stored.text = beginning(String(stored.text));
  return `globalThis.verteiltIndex = ${JSON.stringify({ options: OPTIONS, index: plain }).replaceAll("<", "\\u003c")};\n`;
}

/** @param {string} text */
const beginning = (text) => (text.length > SHOWN ? `${text.slice(0, text.lastIndexOf(" ", SHOWN))} …` : text);
