// A question and its answer before a room: what stands below a question hints at its answer, and is out of sight until the
// room has guessed; the answer that a checkpoint folds away opens with the key that leads on.

const COVERED = "verteilt-covered";
const FOLDED = '[data-part="answer"]:not([open])';

/**
 * Covers what is below the next question that was not asked yet, and below one that was, until the next step. A click there
 * or another cell that is selected below uncovers it, and so does scrolling down.
 * @param {any} panel the notebook
 * @param {(cell: any) => boolean} isQuestion
 */
export function makeCover(panel, isQuestion) {
  const { content } = panel;
  /** The question whose answer is covered. */
  let waiting;

  const below = (cell) => (cell ? content.widgets[content.widgets.indexOf(cell) + 1] : undefined);
  const isAsked = ({ model }) => model.executionCount !== null;

  function wait(question) {
    waiting = question;
    const from = waiting ? content.widgets.indexOf(waiting) : Number.POSITIVE_INFINITY;
    for (const [index, { node }] of content.widgets.entries()) node.classList.toggle(COVERED, index > from);
  }

  /** @param {any} [ran] the cell that has just run */
  function follow(ran) {
    const next = content.widgets.slice(content.activeCellIndex);
    wait(ran && isQuestion(ran) ? ran : next.find((cell) => isQuestion(cell) && !isAsked(cell)));
  }

  // A question that runs selects the next cell.
  content.activeCellChanged.connect((_, cell) => {
    if (waiting === undefined || cell !== below(waiting)) follow();
  });
  panel.node.addEventListener("wheel", ({ deltaY }) => deltaY > 0 && wait(undefined), { passive: true });

  return {
    follow,
    /** Whether a cell is out of sight. */
    covers: ({ node }) => node.classList.contains(COVERED),
  };
}

/**
 * Opens the answer that the cell above the selected one has folded away, if it has just run.
 * @param {any} panel the notebook
 * @param {any} last the cell that ran last
 * @returns {HTMLElement | undefined} the answer
 */
export function openAnswer({ content }, last) {
  const { widgets, activeCellIndex } = content;
  const answer = last.node.querySelector(FOLDED);
  if (!answer || widgets.indexOf(last) >= activeCellIndex) return undefined;
  answer.open = true;
  return answer;
}
