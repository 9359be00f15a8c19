/**
 * A text whose beginning and end have been in view is noted as read, as by the button under it:
 * <form method="post" action="…" data-read-mark data-done="Noted as read."> after the text it speaks of.
 */
const LONG_ENOUGH = 1500; // milliseconds at the end: who only passes it on the way to the panel has not read it

function whenSeen(element, act) {
  let waiting;
  const observer = new IntersectionObserver((entries) => {
    clearTimeout(waiting);
    if (!entries.at(-1).isIntersecting) return;
    waiting = setTimeout(() => {
      observer.disconnect();
      act();
    }, LONG_ENOUGH);
  });
  observer.observe(element);
}

async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("by-itself", "1");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "error" }).catch(() => null);
  // Whatever went wrong, the button is still there.
  if (answer?.status !== 204) return;
  const done = document.createElement("p");
  done.textContent = form.dataset.done;
  const focused = form.contains(document.activeElement);
  form.replaceChildren(done);
  if (focused) {
    done.tabIndex = -1;
    done.focus({ preventScroll: true });
  }
}

export function noteReading(root) {
  const form = root.querySelector("form[data-read-mark]");
  const start = root.querySelector(".paper-text .paragraph");
  if (!form || !start || !("IntersectionObserver" in window)) return;
  whenSeen(start, () => whenSeen(form, () => send(form)));
}
