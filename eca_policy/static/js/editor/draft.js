/**
 * A copy of unsaved text in this browser, so that a crash, an expired session or a lost connection costs nothing.
 *
 * The copy remembers the revision it was begun from and whether it was sent. It is dropped once it was sent and a
 * newer revision is shown; else it is offered back whenever it differs from the text shown. No clocks are compared.
 */
const PAUSE_MS = 800;
const PREFIX = "eca-draft:";

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // The browser keeps nothing (private window, full storage): the warning on leaving remains.
  }
}

function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What could not be written need not be removed.
  }
}

function offer(editor, textarea, key, draft) {
  const box = editor.querySelector("[data-editor-draft]");
  const time = new Date(draft.at).toLocaleString(document.documentElement.lang || undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  box.querySelector("[data-editor-draft-text]").textContent = editor.dataset.wordsKept.replace("{time}", time);
  box.querySelector("[data-editor-restore]").addEventListener("click", () => {
    textarea.focus();
    textarea.select();
    if (!document.execCommand("insertText", false, draft.text)) textarea.value = draft.text;
    textarea.dispatchEvent(new InputEvent("input", { bubbles: true }));
    box.hidden = true;
  });
  box.querySelector("[data-editor-discard]").addEventListener("click", () => {
    drop(key);
    box.hidden = true;
    textarea.focus();
  });
  box.hidden = false;
}

export function keepDraft(editor, textarea) {
  const { draftKey: key, revision = "" } = editor.dataset;
  let isSending = false;
  let timer;
  const store = (wasSent) =>
    write(key, { text: textarea.value, revision, wasSent, at: new Date().toISOString() });

  const draft = read(key);
  const hasArrived = draft?.wasSent && draft.revision !== revision;
  if (draft && (hasArrived || draft.text === textarea.value)) drop(key);
  else if (draft) offer(editor, textarea, key, draft);

  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(false), PAUSE_MS);
  });
  textarea.form.addEventListener("submit", () => {
    clearTimeout(timer);
    isSending = true;
    if (textarea.value !== textarea.defaultValue) store(true);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && textarea.value !== textarea.defaultValue) event.preventDefault();
  });
}
