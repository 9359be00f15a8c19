/**
 * Words selected in the text, by mouse, finger or keyboard, can be commented on: a button stands below their
 * paragraph. The form of the panel has the same field for those who copy the words.
 */
import { occurrenceOf, rangeOf, read, wholeWords } from "./signs.js";

const KEPT = "words-to-comment";
const WAIT = 150;
let button = null;
let waiting = 0;

/** The words selected in the first paragraph that the selection touches; null where nobody may comment. */
function selected(root) {
  const selection = root.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = [...root.querySelectorAll(".paragraph")]
    .filter((paragraph) => range.intersectsNode(paragraph) && paragraph.querySelector(".paragraph-write"))
    .map((paragraph) => within(paragraph, range))
    .filter(Boolean);
  return touched.length ? { ...touched[0], isPart: touched.length > 1 } : null;
}

/** What a selection has of one paragraph, in whole words. */
function within(paragraph, range) {
  const page = read(paragraph.querySelector(".paragraph-body"));
  const chosen = page.places.map(
    ({ node, at }) => range.comparePoint(node, at) >= 0 && range.comparePoint(node, at + 1) <= 0,
  );
  if (!chosen.includes(true)) return null;
  const [first, last] = wholeWords(page, chosen.indexOf(true), chosen.lastIndexOf(true));
  const words = rangeOf(page, first, last);
  return {
    paragraph,
    id: paragraph.id.slice(2),
    quote: words.toString().replace(/\s+/g, " ").trim(),
    occurrence: occurrenceOf(page, first, last),
  };
}

function offer(root) {
  const words = selected(root);
  if (button && words && button.words.quote === words.quote && button.words.id === words.id) return;
  withdraw();
  if (words) button = placed(words);
}

function withdraw() {
  button?.remove();
  button = null;
}

/** The button below the paragraph; of a long one, at the foot of the window. Tab leads to it from the words. */
function placed(words) {
  const text = words.paragraph.closest("[data-words-comment]");
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-primary words-button";
  made.lang = document.documentElement.lang;
  made.textContent = words.isPart ? text.dataset.wordsPart : text.dataset.wordsComment;
  made.words = words;
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => begin(words));
  words.paragraph.querySelector(".paragraph-body").after(made);
  return made;
}

/** The focus is on no control while words are selected: Tab would begin at the top of the page. */
function goOnFromWords(event, root) {
  if (!button || root.activeElement?.matches("a, button, input, select, summary, textarea")) return;
  event.preventDefault();
  button.focus();
}

/** Open the form of the paragraph, unless it is, and put the words into it. */
function begin({ paragraph, id, quote, occurrence }) {
  sessionStorage.setItem(KEPT, JSON.stringify({ id, quote, occurrence }));
  withdraw();
  if (!fill(document)) paragraph.querySelector(".paragraph-write").click();
}

/** The words go into the form of their paragraph, where it is on the page. */
function fill(root) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  const form = root.querySelector("#write-comment form");
  if (!kept || form?.elements.paragraph?.value !== kept.id || !form.elements.quote) return false;
  sessionStorage.removeItem(KEPT);
  form.elements.quote.value = kept.quote;
  form.elements.occurrence.value = kept.occurrence;
  form.elements.body.focus();
  return true;
}

export function chooseWords(root) {
  fill(root);
  sessionStorage.removeItem(KEPT);
  root.addEventListener("htmx:afterSettle", () => fill(root));
  root.addEventListener("input", ({ target }) => {
    if (target.name === "quote" && target.form?.elements.occurrence) target.form.elements.occurrence.value = "";
  });
  if (!root.querySelector("[data-words-comment]")) return;
  root.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(root), WAIT);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") withdraw();
    if (event.key === "Tab" && !event.shiftKey) goOnFromWords(event, root);
  });
}
