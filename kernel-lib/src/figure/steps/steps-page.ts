// A figure to step through as one piece of HTML that needs nothing else: notebooks, slides and exports show it alike.
// Where scripts do not run, the diagram stands there as a picture, with what happened in words.
import { toBase64 } from "../../trace/base64.js";
import { escapeHtml } from "../escape.js";
import { TEXT } from "../theme.js";
import { PARTS, STEPPER } from "./front.js";
import type { Stepping } from "./stepping.js";

/** The HTML of it. */
export function steppingHtml(stepping: Stepping): string {
  const { svg, text, ...rest } = stepping;
  return `${still(svg, text)}<script>(() => {${PARTS}${STEPPER}
  const place = document.currentScript.previousElementSibling;
  const host = document.createElement("div");
  const svg = new TextDecoder().decode(Uint8Array.from(atob(place.querySelector("img").src.split(",")[1]), (c) => c.charCodeAt(0)));
  stepThrough(host, { ...${inScript(rest)}, svg });
  place.replaceChildren(host);
})();</script>`;
}

/** A diagram as a picture that needs no script, and the same in words. */
export function still(svg: string, text: string): string {
  // A picture cannot see the colours of its page.
  const fixed = svg.replace(", currentColor)", `, ${TEXT})`);
  const [title] = text.split("\n");
  return (
    `<div data-figure class="mathjax_ignore tex2jax_ignore"><img alt="${escapeHtml(title!)}" style="display:block;width:100%;max-width:740px" ` +
    `src="data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(fixed))}">` +
    `<details><summary>The same in words</summary><pre style="white-space:pre-wrap">${escapeHtml(text)}</pre></details></div>`
  );
}

/** Data as a literal inside a script element. */
function inScript(data: object): string {
  return JSON.stringify(data).replace(/</g, "\\u003c");
}
