// Runs in the slides after deck.js. In a deck that was opened from JupyterLab (npm start -- --present 04): a link from each
// slide to the cell it begins with, and the slides go along with the notebook. Elsewhere it does nothing.

(() => {
  const asked = new URLSearchParams(location.search);
  // The speaker view shows the deck in frames.
  if (!asked.has("notebook") || asked.has("receiver")) return;
  const notebook = new URL(asked.get("notebook"), location.origin);
  // A link to another site would let a stranger choose where a lecturer's click leads.
  if (notebook.origin !== location.origin || !notebook.protocol.startsWith("http")) return;

  const link = document.createElement("a");
  link.className = "to-notebook";
  link.textContent = "Notebook";
  link.target = "verteilt-notebook";
  link.style.cssText =
    "position: fixed; right: 170px; bottom: 10px; z-index: 30; padding: 1px 8px; border-radius: 4px; " +
    "background: var(--paper); color: var(--accent); font: 600 15px var(--sans)";
  document.body.append(link);
  link.addEventListener("click", (event) => {
    // A window that is open already shows the cell at once; otherwise the link opens one.
    const open = /** @type {any} */ (window.open("", link.target));
    if (!open?.verteiltLecture) return;
    event.preventDefault();
    open.verteiltLecture.show(link.dataset.cell);
    open.focus();
  });

  const follow = () => {
    const slide = Reveal.getCurrentSlide();
    const marked = slide?.matches("[data-cell]") ? slide : slide?.querySelector("[data-cell]");
    const cell = marked?.dataset.cell;
    link.hidden = !cell;
    link.dataset.cell = cell ?? "";
    link.href = `${notebook.pathname}#cell-id=${encodeURIComponent(cell ?? "")}`;
  };
  // The slides go along with what is run in the notebook.
  new BroadcastChannel("verteilt-turn").onmessage = ({ data: { deck, cell, hash } }) => {
    if (deck === location.pathname && cell !== link.dataset.cell) location.hash = hash;
  };
  Reveal.on("ready", follow);
  Reveal.on("slidechanged", follow);
})();
