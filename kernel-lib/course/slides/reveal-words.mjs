// Reveal's own words, which it has no setting for, in the language of the interface: its list of keys and the speaker view.

import { words } from "../words/words.mjs";

const english = words("en").slides.reveal;

/** Where a word stands in Reveal's scripts, so that no name of a function is taken for it. */
const PLACES = /** @type {const} */ ({
  reveal: {
    keys: ">@</p>",
    key: "<th>@</th>",
    action: "<th>@</th>",
    next: "=`@`",
    previous: "=`@`",
    withoutFragments: "=`@`",
    ends: "=`@`",
    black: "=`@`",
    fullscreen: "=`@`",
    jump: "=`@`",
    overview: "=`@`",
  },
  notes: {
    speakerView: " - @</title>",
    speakerNotes: "`@`",
    loading: ">@</div>",
    upcoming: ">@</span>",
    time: ">@ <span",
    reset: ">@</span>",
    pacing: ">@</h4>",
    notes: ">@</h4>",
    standard: "'@'",
    wide: "'@'",
    tall: "'@'",
    notesOnly: "'@'",
    lost: "'@'",
  },
});

const ABOVE = /(#upcoming-slide \.label \{\s+position: absolute;\s+)top: 10px;(\s+)left: 10px;/;

/**
 * The speaker view with the word over the next slide at its lower edge: at the upper one it lies on the heading.
 * @param {string} script
 */
export function withHeadingFree(script) {
  if (!ABOVE.test(script)) throw new Error("Reveal's notes script has the next slide's label in another place");
  return script.replace(ABOVE, "$1bottom: 10px;$2right: 10px;");
}

/**
 * A script of Reveal with its words in a language. Throws where a word is not found: a newer Reveal has moved it.
 * @param {string} script
 * @param {keyof typeof PLACES} which
 * @param {"en" | "de"} language
 */
export function inLanguage(script, which, language) {
  const said = words(language).slides.reveal;
  return Object.entries(PLACES[which]).reduce((text, [name, place]) => {
    const key = /** @type {keyof typeof english} */ (name);
    const before = place.replace("@", () => english[key]);
    if (!text.includes(before)) throw new Error(`Reveal's ${which} script has no ${before}`);
    return text.replaceAll(before, () => place.replace("@", () => said[key]));
  }, script);
}
