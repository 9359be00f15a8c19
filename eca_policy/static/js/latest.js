/**
 * Forms whose answer follows the choices, marked `data-latest`: when something else is chosen while an answer is
 * on its way, that answer is out of date and would undo the choice. It is not shown; the next one, which waits for
 * it (`hx-sync="…:queue last"`), has all choices. Where one of them asked for the whole form, so does the next.
 */
export function keepLatest(root) {
  let choices = 0;
  let whole = null;
  const known = new WeakMap();
  const formOf = (event) => event.target.closest?.("[data-latest]");
  root.addEventListener("change", (event) => {
    const form = formOf(event);
    if (!form) return;
    choices += 1;
    if (event.target.closest("[hx-target]")?.getAttribute("hx-target") === `#${form.id}`) whole = form;
  }, true);
  root.addEventListener("htmx:beforeSend", (event) => {
    if (formOf(event)) known.set(event.detail.xhr, choices);
  });
  root.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!known.has(detail.xhr)) return;
    detail.shouldSwap &&= known.get(detail.xhr) === choices;
    if (!detail.shouldSwap || !whole) return;
    detail.target = whole;
    detail.selectOverride = `#${whole.id}`;
    whole = null;
  });
}
