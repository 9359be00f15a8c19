/**
 * Adds the reader's own time beside Brussels time, where the two differ at that instant.
 * <time datetime="2026-12-12T17:00:00+01:00" data-local-time>12 December 2026, 17:00 CET</time>
 */
const HOUSE_ZONE = "Europe/Brussels";

function clockFace(instant, timeZone, locale) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", timeZone }).format(instant);
}

function localTime(instant, locale) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  const isSameDay =
    instant.toLocaleDateString(locale) === instant.toLocaleDateString(locale, { timeZone: HOUSE_ZONE });
  const day = isSameDay ? {} : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(locale, { ...day, ...options }).format(instant);
}

export function addLocalTimes(root) {
  const locale = document.documentElement.lang || undefined;
  const words = document.body.dataset.wordsLocalTime || "{time}";
  for (const element of root.querySelectorAll("time[data-local-time]")) {
    const instant = new Date(element.dateTime);
    // Once done, the mark is taken off: a part of the page that is exchanged may be visited twice.
    element.removeAttribute("data-local-time");
    if (Number.isNaN(instant.getTime())) continue;
    if (clockFace(instant, undefined, locale) === clockFace(instant, HOUSE_ZONE, locale)) continue;
    const addition = document.createElement("span");
    addition.className = "local-time";
    addition.textContent = `= ${words.replace("{time}", localTime(instant, locale))}`;
    element.after(" ", addition);
  }
}
