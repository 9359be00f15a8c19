/**
 * Forms whose answer follows the choices, marked `data-latest`: when something else is chosen while an answer is
 * on its way, that answer is out of date and would undo the choice. It is not shown; the next one, which waits for
 * it (`hx-sync="…:queue last"`), has all choices.
 */
export function keepLatest(root) {
  let choices = 0;
  const known = new WeakMap();
  const isOurs = (event) => event.target.closest?.("[data-latest]");
  root.addEventListener("change", (event) => { if (isOurs(event)) choices += 1; }, true);
  root.addEventListener("htmx:beforeSend", (event) => { if (isOurs(event)) known.set(event.detail.xhr, choices); });
  root.addEventListener("htmx:beforeSwap", (event) => {
    if (known.has(event.detail.xhr) && known.get(event.detail.xhr) < choices) event.detail.shouldSwap = false;
  });
}
