/** The page on which an amendment is written: the change is shown while it is typed. Without it, a button shows it. */
import { forgetSent, keepForm } from "./kept.js";

const PAUSE_MS = 400;

async function fetchPreview(form, signal) {
  const typed = new FormData(form);
  const response = await fetch(form.dataset.previewUrl, {
    method: "POST",
    headers: { "X-CSRFToken": typed.get("csrf_token") ?? "" },
    body: new URLSearchParams(typed),
    signal,
  });
  if (!response.ok) throw new TypeError(`preview answered ${response.status}`);
  return response.text();
}

function showPreview(form) {
  const target = form.querySelector("[data-amending-preview]");
  if (!target) return;
  const state = form.querySelector("[data-amending-state]");
  let timer;
  let running = new AbortController();

  async function refresh() {
    running.abort();
    running = new AbortController();
    try {
      target.innerHTML = await fetchPreview(form, running.signal);
      state.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = form.dataset.wordsPreviewFailed;
    }
  }

  target.closest("section").hidden = false;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  });
  refresh();
}

for (const form of document.querySelectorAll("[data-amending]")) {
  keepForm(form);
  showPreview(form);
}
for (const page of document.querySelectorAll("[data-kept-done]")) forgetSent(page.dataset.keptDone);
