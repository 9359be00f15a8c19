/**
 * The words that comments are about, marked in the text: those of the paragraph whose comments the panel shows, and
 * those of the quotation that is pointed at. A browser that cannot mark them shows the quotation all the same.
 */
import { allPlaces, rangeOf, read } from "./signs.js";

const QUOTATIONS = "a[data-signs]";

/** Where the words of a quotation stand on this page; null where the text has them not. */
function rangeFor(quotation) {
  const { paragraph, signs, occurrence } = quotation.dataset;
  const body = document.getElementById(`p-${paragraph}`)?.querySelector(".paragraph-body");
  if (!body) return null;
  const page = read(body);
  const first = allPlaces(page.text, signs)[Number(occurrence) - 1];
  return first === undefined ? null : rangeOf(page, first, first + signs.length - 1);
}

function mark(name, quotations) {
  if (!CSS.highlights) return;
  CSS.highlights.set(name, new Highlight(...quotations.map(rangeFor).filter(Boolean)));
}

function markChosen(root) {
  const chosen = root.querySelector("#panel-comments[data-chosen]")?.dataset.chosen;
  const quotations = [...root.querySelectorAll(QUOTATIONS)];
  mark("comment-words", quotations.filter(({ dataset }) => chosen && dataset.paragraph === chosen));
}

function scrollTo(quotation) {
  rangeFor(quotation)?.startContainer.parentElement.scrollIntoView({ block: "center" });
}

export function markWords(root) {
  markChosen(root);
  root.addEventListener("htmx:afterSettle", () => markChosen(root));
  for (const kind of ["focusin", "mouseover"]) {
    root.addEventListener(kind, ({ target }) => {
      const quotation = target.closest?.(QUOTATIONS);
      mark("comment-words-now", quotation ? [quotation] : []);
      const isBesideTheText = matchMedia("(min-width: 75em)").matches;
      if (quotation && kind === "focusin" && isBesideTheText) scrollTo(quotation);
    });
  }
  root.addEventListener("click", ({ target }) => {
    const quotation = target.closest?.(QUOTATIONS);
    if (quotation) requestAnimationFrame(() => scrollTo(quotation));
  });
}
