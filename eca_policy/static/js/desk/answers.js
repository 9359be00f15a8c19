/**
 * A refused change (409: somebody was faster; 422: something is missing) comes with the place as it is now and the
 * sentence that says why: it is shown like any other answer.
 */
const SHOWN = [409, 422];

export function takeAnswers(root) {
  root.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!requestConfig.elt.closest(".desk") || !SHOWN.includes(xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
}
