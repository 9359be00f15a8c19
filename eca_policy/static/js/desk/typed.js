/**
 * What is being typed on the desk outlives every exchange of a part of the page, and a closed browser.
 *
 * A reason that was begun is kept in this browser until it is saved. When a place is exchanged, what was typed in it
 * goes along into the same field; where that field is gone, it is shown under the place.
 */
const PREFIX = "eca-reason:";

function fields(part) {
  return [...part.querySelectorAll("textarea[data-typed]")];
}

function isTyped(field) {
  return field.value !== field.defaultValue;
}

function store(field) {
  try {
    if (isTyped(field)) localStorage.setItem(PREFIX + field.dataset.typed, field.value);
    else localStorage.removeItem(PREFIX + field.dataset.typed);
  } catch {
    // The browser keeps nothing (private window, full storage).
  }
}

function restore(field) {
  try {
    const kept = localStorage.getItem(PREFIX + field.dataset.typed);
    if (kept === null) return;
    if (kept.trim() === field.defaultValue.trim()) localStorage.removeItem(PREFIX + field.dataset.typed);
    else field.value = kept;
  } catch {
    // As above.
  }
}

function showLost(place, text, words) {
  const label = document.createElement("label");
  label.className = "form-label";
  label.textContent = words;
  const box = document.createElement("textarea");
  box.className = "form-control";
  box.readOnly = true;
  box.rows = 3;
  box.value = text;
  label.append(box);
  (place.querySelector(".desk-side") ?? place).append(label);
}

export function keepTyped(root) {
  const words = root.querySelector(".desk")?.dataset.wordsTyped ?? "";
  const waiting = new Map();

  function take(event) {
    const place = event.detail.target ?? event.target;
    if (!place?.matches?.(".desk section")) return;
    const sent = event.detail.requestConfig?.elt?.closest?.("form");
    const open = [...place.querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
    const typed = fields(place).filter((field) => isTyped(field) && !(event.detail.successful !== false && field.form === sent));
    waiting.set(place.id, { typed: typed.map((field) => [field.id, field.value]), open });
  }

  function give(place) {
    const kept = waiting.get(place.id);
    if (!kept) return;
    waiting.delete(place.id);
    for (const [id, text] of kept.typed) {
      const field = document.getElementById(id);
      if (field) field.value = text;
      else showLost(place, text, words);
    }
    for (const details of place.querySelectorAll("details")) {
      if (kept.open.includes(details.closest("[id]")?.id)) details.open = true;
    }
  }

  for (const field of fields(root)) restore(field);
  root.addEventListener("input", (event) => event.target.matches("textarea[data-typed]") && store(event.target));
  root.addEventListener("htmx:beforeSwap", take);
  root.addEventListener("htmx:oobBeforeSwap", take);
  root.addEventListener("htmx:load", (event) => {
    const place = event.target;
    if (!place.matches?.(".desk section")) return;
    give(place);
    for (const field of fields(place)) if (!isTyped(field)) restore(field);
  });
}
