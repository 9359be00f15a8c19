/**
 * What is typed into a form is kept in this browser until it has arrived, so that a crash or a lost connection costs
 * nothing. A form has data-kept, its key; the page it leads to has data-kept-done, the beginning of the keys that were
 * sent and can go.
 */
const PREFIX = "eca-kept:";

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // The browser keeps nothing (private window, full storage).
  }
}

function fields(form) {
  return [...form.querySelectorAll("textarea[name]")];
}

function write(form, key, wasSent) {
  const texts = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify({ texts, wasSent })));
}

function giveBack(form, key) {
  const kept = attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)));
  const changed = fields(form).filter((field) => {
    const text = kept?.texts[field.name];
    return text !== undefined && text.trim() !== "" && text !== field.value;
  });
  for (const field of changed) {
    field.value = kept.texts[field.name];
    const details = field.closest("details");
    if (details) details.open = true;
  }
  return changed.length > 0;
}

export function keepForm(form) {
  const key = form.dataset.kept;
  const note = form.querySelector("[data-kept-note]");
  note.hidden = !giveBack(form, key);
  note.querySelector("[data-kept-drop]").addEventListener("click", () => {
    attempt(() => localStorage.removeItem(PREFIX + key));
    location.reload();
  });
  form.addEventListener("input", () => write(form, key, false));
  form.addEventListener("submit", () => write(form, key, true));
}

export function forgetSent(start) {
  for (const name of attempt(() => Object.keys(localStorage)) ?? []) {
    if (!name.startsWith(PREFIX + start)) continue;
    if (attempt(() => JSON.parse(localStorage.getItem(name)))?.wasSent) localStorage.removeItem(name);
  }
}
