/**
 * What is read of a paragraph, sign by sign: without spaces, numbers of footnotes and whatever Markdown may use as a
 * mark. The server counts in the same signs (comments/quoting.py), so both mean the same place.
 */
const LEFT_OUT = new Set("*_`~#>|[]\\");
const WORD = /[\p{L}\p{N}\p{M}]/u;
const JOINER = /[.,/'’‑-]/;

/** The signs of an element as a string, and where each stands: a text node with a place in it. */
export function read(body) {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("sup, .recommendation-tag")) continue;
    for (let at = 0; at < node.data.length; at += 1) {
      const sign = node.data[at];
      if (/\s/.test(sign) || LEFT_OUT.has(sign)) continue;
      places.push({ node, at });
      text += sign;
    }
  }
  return { text, places };
}

/** Whether two signs in a row belong to one word, as "e" and "l" do in "well-known", and "-" and "k". */
function areOneWord(page, first) {
  const one = page.places[first];
  const next = page.places[first + 1];
  if (!one || !next || one.node !== next.node || next.at !== one.at + 1) return false;
  const isWord = (at) => at >= 0 && WORD.test(page.text[at] ?? "");
  if (isWord(first) && isWord(first + 1)) return true;
  if (isWord(first)) return JOINER.test(page.text[first + 1]) && isWord(first + 2) && areNeighbours(page, first + 1);
  return JOINER.test(page.text[first]) && isWord(first - 1) && isWord(first + 1) && areNeighbours(page, first - 1);
}

function areNeighbours(page, first) {
  const one = page.places[first];
  const next = page.places[first + 1];
  return Boolean(one && next) && one.node === next.node && next.at === one.at + 1;
}

/** The signs from `first` to `last` grown to whole words. */
export function wholeWords(page, first, last) {
  while (first > 0 && areOneWord(page, first - 1)) first -= 1;
  while (areOneWord(page, last)) last += 1;
  return [first, last];
}

/** Every place where these signs begin, overlapping ones too. */
export function allPlaces(text, signs) {
  const found = [];
  for (let at = text.indexOf(signs); signs && at >= 0; at = text.indexOf(signs, at + 1)) found.push(at);
  return found;
}

/** Which time whole words stand in the paragraph: 1 for the first. */
export function occurrenceOf(page, first, last) {
  const signs = page.text.slice(first, last + 1);
  const isWhole = (at) => !areOneWord(page, at - 1) && !areOneWord(page, at + signs.length - 1);
  return allPlaces(page.text, signs).filter(isWhole).indexOf(first) + 1;
}

/** The stretch of the page from sign `first` to sign `last`. */
export function rangeOf(page, first, last) {
  const range = document.createRange();
  range.setStart(page.places[first].node, page.places[first].at);
  range.setEnd(page.places[last].node, page.places[last].at + 1);
  return range;
}
