/** The panel of the paper page, exchanged by htmx: the focus follows, and what is no panel opens as a page. */

/** A mark in the margin fills the panel: keyboard and screen reader arrive there too, in the form if one was asked for. */
function followWithFocus(event) {
  if (event.target.id === "panel" && !event.target.contains(document.activeElement)) {
    const control = event.target.querySelector("#answering :is(select, textarea)");
    (control ?? event.target).focus({ preventScroll: true });
  }
}

/** Sent elsewhere, as to the sign-in page when the session is over: go there instead of emptying the panel. */
function openOtherPages(event) {
  const { xhr, pathInfo } = event.detail;
  const arrived = new URL(xhr.responseURL || location.href);
  const asked = new URL(pathInfo.requestPath, location.href);
  if (arrived.pathname === asked.pathname) return;
  event.detail.shouldSwap = false;
  location.assign(arrived);
}

let typed = "";

/** A comment begun and not yet sent goes along when a link exchanges the panel for another form. */
function takeTyped(event) {
  const { requestConfig, target } = event.detail;
  const begun = requestConfig.verb === "get" && target.querySelector("textarea[name=body]");
  typed = begun ? begun.value : "";
}

function giveTyped(event) {
  const fresh = event.target.querySelector?.("textarea[name=body]");
  if (typed && fresh && !fresh.value) fresh.value = typed;
  if (fresh) typed = "";
}

/**
 * A refusal, or no connection: let the browser load the page and show what it says. A refused form changed nothing:
 * it is sent once more, as a page that gives back what was typed. Without a connection it stays as it is.
 */
function openRefusals(event) {
  const { requestConfig, pathInfo } = event.detail;
  if (requestConfig.verb === "get") location.assign(pathInfo.requestPath);
  else if (event.type === "htmx:responseError") event.target.closest("form")?.submit();
}

export function keepPanel(root) {
  root.addEventListener("htmx:afterSettle", followWithFocus);
  root.addEventListener("htmx:beforeSwap", takeTyped);
  root.addEventListener("htmx:afterSettle", giveTyped);
  root.addEventListener("htmx:beforeSwap", openOtherPages);
  root.addEventListener("htmx:responseError", openRefusals);
  root.addEventListener("htmx:sendError", openRefusals);
}
