/** The toolbar: one stop for the Tab key, arrows between its buttons, shortcuts inside the textarea. */
import { edits } from "./edits.js";

// Digits go with Shift, not Alt: on many keyboards Ctrl+Alt+8 is AltGr+8 and types a bracket.
const SHORTCUTS = {
  KeyB: ["bold", false],
  KeyI: ["italic", false],
  KeyK: ["link", false],
  Digit2: ["heading", true],
  Digit7: ["recommendation", true],
  Digit8: ["list", true],
  Digit9: ["quote", true],
};

function apply(textarea, action, words) {
  const { value, selectionStart, selectionEnd } = textarea;
  const edit = edits[action](value, selectionStart, selectionEnd, words);
  textarea.focus();
  textarea.setSelectionRange(edit.start, edit.end);
  // Deprecated by name, but the only way of changing a text that the browser can undo.
  if (!document.execCommand("insertText", false, edit.insert)) {
    textarea.setRangeText(edit.insert, edit.start, edit.end, "end");
    textarea.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  textarea.setSelectionRange(edit.start + edit.select[0], edit.start + edit.select[1]);
}

function moveBetween(buttons, event) {
  const here = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const there = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last };
  if (!(event.key in there)) return;
  event.preventDefault();
  buttons[here].tabIndex = -1;
  buttons[there[event.key]].tabIndex = 0;
  buttons[there[event.key]].focus();
}

export function wireToolbar(editor, textarea) {
  const toolbar = editor.querySelector("[role=toolbar]");
  const buttons = [...toolbar.querySelectorAll("[data-editor-action]")];
  const { wordsLink: link, wordsText: text, wordsColumn: column } = editor.dataset;
  const words = { link, text, column };
  toolbar.hidden = false;
  toolbar.addEventListener("keydown", (event) => moveBetween(buttons, event));
  for (const button of buttons) {
    button.addEventListener("click", () => apply(textarea, button.dataset.editorAction, words));
  }
  textarea.addEventListener("keydown", (event) => {
    const [action, withShift] = SHORTCUTS[event.code] ?? [];
    const isHeld = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!action || !isHeld || event.shiftKey !== withShift) return;
    event.preventDefault();
    apply(textarea, action, words);
  });
}
