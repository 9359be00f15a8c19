/** The live preview: the server renders, so that what is shown is what will be saved. */
const PAUSE_MS = 400;

async function fetchPreview(editor, textarea, signal) {
  const token = textarea.form.querySelector("[name=csrf_token]")?.value ?? "";
  const response = await fetch(editor.dataset.previewUrl, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ source: textarea.value }),
    signal,
  });
  // A refusal is also text for the reader: 422 carries a sentence about what cannot be rendered.
  if (!response.ok && response.status !== 422) throw new TypeError(`preview answered ${response.status}`);
  return response.text();
}

export function showPreview(editor, textarea) {
  const target = document.getElementById(editor.dataset.previewTarget);
  const state = editor.querySelector(".editor-state");
  let timer;
  let running = new AbortController();

  async function refresh() {
    running.abort();
    running = new AbortController();
    try {
      target.innerHTML = await fetchPreview(editor, textarea, running.signal);
      state.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = editor.dataset.wordsPreviewFailed;
    }
  }

  editor.querySelector(".editor-preview").hidden = false;
  editor.querySelector(".editor-panes").classList.add("editor-panes-live");
  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  });
  refresh();
}
