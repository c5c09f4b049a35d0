// Runs inside the slides before anything is shown: light or dark, as the viewer prefers. What is printed is light.

(() => {
  const printing = /print-pdf|view=print/.test(location.search);
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const choose = () => {
    document.documentElement.dataset.theme = prefersDark.matches && !printing ? "dark" : "light";
  };
  choose();
  /** @param {() => void} redraw is called when the viewer's preference changes */
  const onTheme = (redraw) =>
    prefersDark.addEventListener("change", () => {
      choose();
      redraw();
    });
  /** @type {(selector: string, within?: ParentNode) => any[]} */
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  globalThis.verteilt = { printing, onTheme, all };
})();
