// What the pages' scripts find beside the browser's own: libraries loaded before them, and what they leave for one
// another.
declare const MiniSearch: { loadJS(index: unknown, options: unknown): any };
declare const Plotly: any;
declare const Reveal: any;
declare const RevealNotes: any;
declare const mermaid: any;
declare function renderMathInElement(element: Element, options: unknown): void;

/** What the book's script says, in the language of the interface. */
declare var verteiltWords: { nothing: string; dark: string; light: string };
/** The book's search index. */
declare var verteiltIndex: { options: unknown; index: unknown };
/** What draws the book's figures. */
declare var verteiltFigures: { drawFigures(): void; drawDiagrams(): Promise<void> };
/** What the scripts of slides leave for one another, and printing asks them. */
declare var verteilt: Record<string, any>;
/** What a deck asks of the notebook's window, in a lecture. */
declare var verteiltLecture: { show(cell: string): void };
/** Where JupyterLab looks for what an extension is made of. */
declare var _JUPYTERLAB: Record<string, unknown>;
