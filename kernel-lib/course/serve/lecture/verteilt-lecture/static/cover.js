// A question and its answer before a room: what stands below a question hints at its answer, and is out of sight until the
// room has guessed; what stands below its checkpoint, until that has run. The answer that a checkpoint folds away is open.

const COVERED = "verteilt-covered";
const FOLDED = '[data-part="answer"]:not([open])';
/** Which guess a cell asks for, and which one it compares. */
const ASKS = /\bpredict<[^(]*\(\s*"([^"]+)"/;
const COMPARES = /\bcheckpoint\(\s*"([^"]+)"/;
/** A text that asks the room, set off, what the code below it will show. */
const ASKS_IN_WORDS = /\*\*[^*]*\?\*\*/;

const codeOf = ({ model }) => (model.type === "code" ? model.sharedModel.getSource() : "");
const hasRun = ({ model }) => model.executionCount !== null;

/** Whether a cell asks the room for a guess. */
const isGuess = (cell) => ASKS.test(codeOf(cell));

/**
 * Covers what is below the next question that was not asked yet; below one that was asked until the next step, and then below
 * its checkpoint; and where a text asks, below the code that answers. Another cell that is selected below uncovers it, and
 * so does scrolling down.
 * @param {any} panel the notebook
 */
export function makeCover(panel) {
  const { content } = panel;
  /** The question or checkpoint below which all is covered. */
  let waiting;

  const below = (cell) => (cell ? content.widgets[content.widgets.indexOf(cell) + 1] : undefined);

  function wait(cell) {
    waiting = cell;
    const from = waiting ? content.widgets.indexOf(waiting) : Number.POSITIVE_INFINITY;
    for (const [index, { node }] of content.widgets.entries()) node.classList.toggle(COVERED, index > from);
  }

  /** @param {any} [ran] the cell that has just run */
  function follow(ran) {
    wait(ran && isGuess(ran) ? ran : nextOpen());
  }

  /** From the selected cell on, the first one that asks or answers, and has not run. */
  function nextOpen() {
    const asked = new Set(content.widgets.filter(hasRun).map((cell) => ASKS.exec(codeOf(cell))?.[1]));
    const isOpen = (cell) => {
      const code = codeOf(cell);
      if (code === "" || hasRun(cell)) return false;
      return ASKS.test(code) || asked.has(COMPARES.exec(code)?.[1] ?? "") || asksInWords(cell);
    };
    return content.widgets.slice(content.activeCellIndex).find(isOpen);
  }

  /** Whether one of the texts directly above a cell asks the room. */
  function asksInWords(cell) {
    const above = content.widgets.slice(0, content.widgets.indexOf(cell));
    const texts = above.slice(above.findLastIndex(({ model }) => model.type === "code") + 1);
    return texts.some(({ model }) => ASKS_IN_WORDS.test(model.sharedModel.getSource()));
  }

  // A question that runs selects the next cell.
  content.activeCellChanged.connect((_, cell) => {
    if (waiting === undefined || !isGuess(waiting) || cell !== below(waiting)) follow();
  });
  panel.node.addEventListener("wheel", ({ deltaY }) => deltaY > 0 && wait(undefined), { passive: true });

  return {
    follow,
    /** Whether a cell is out of sight. */
    covers: ({ node }) => node.classList.contains(COVERED),
    isGuess,
    openAnswer,
  };
}

/** Opens the answer that a cell has folded away: the room has guessed. */
function openAnswer({ node }) {
  for (const answer of node.querySelectorAll(FOLDED)) answer.open = true;
}
