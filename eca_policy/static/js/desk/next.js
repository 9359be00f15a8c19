/** "Next undecided", "1 conflict": from where the reader is, and from the top again after the last one. */
const MARGIN = 120;

export function goNext(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-next]");
    if (!link) return;
    const found = [...root.querySelectorAll(link.dataset.next)];
    if (!found.length) return;
    const next = found.find((place) => place.getBoundingClientRect().top > MARGIN) ?? found[0];
    event.preventDefault();
    next.scrollIntoView({ block: "start" });
    next.focus({ preventScroll: true });
  });
}
