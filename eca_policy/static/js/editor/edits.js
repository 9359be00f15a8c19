/**
 * What each tool does to a text, as pure functions: (text, start, end, words) → { start, end, insert, select }.
 * `start` and `end` bound what is replaced by `insert`; `select` is the selection afterwards, counted from `start`.
 */
const RECOMMENDATION = "{: .recommendation }";

function wrap(text, start, end, mark, placeholder) {
  const isWrapped =
    text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
  if (isWrapped && end > start) {
    const inner = text.slice(start, end);
    return { start: start - mark.length, end: end + mark.length, insert: inner, select: [0, inner.length] };
  }
  const inner = text.slice(start, end) || placeholder;
  return { start, end, insert: mark + inner + mark, select: [mark.length, mark.length + inner.length] };
}

function wholeLines(text, start, end) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", Math.max(start, end));
  return [from, next === -1 ? text.length : next];
}

function prefixLines(text, start, end, prefix) {
  const [from, to] = wholeLines(text, start, end);
  const lines = text.slice(from, to).split("\n");
  const isPrefixed = lines.every((line) => line.startsWith(prefix));
  const insert = lines.map((line) => (isPrefixed ? line.slice(prefix.length) : prefix + line)).join("\n");
  return { start: from, end: to, insert, select: [insert.length, insert.length] };
}

/** Bounds of the block of text around a place: from one empty line to the next. */
function block(text, place) {
  const before = [...text.slice(0, place).matchAll(/\n[ \t]*\n/g)].at(-1);
  const from = before ? before.index + before[0].length : 0;
  const after = text.slice(place).search(/\n[ \t]*(?:\n|$)/);
  return [from, after === -1 ? text.length : place + after];
}

function toggleRecommendation(text, start) {
  const [from, to] = block(text, start);
  const present = text.slice(from, to);
  const without = present.replace(/\n\{:\s*\.recommendation\s*\}\s*$/, "");
  const insert = without === present ? `${present.trimEnd()}\n${RECOMMENDATION}` : without;
  const caret = Math.min(start - from, insert.length);
  return { start: from, end: to, insert, select: [caret, caret] };
}

function link(text, start, end, words) {
  const label = text.slice(start, end) || words.link;
  const address = "https://";
  const from = label.length + 3;
  return { start, end, insert: `[${label}](${address})`, select: [from, from + address.length] };
}

function table(text, start, end, words) {
  const [, to] = block(text, end);
  const heads = [1, 2, 3].map((number) => `${words.column} ${number}`);
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const rows = [row(heads), row(["---", "---", "---"]), row([" ", " ", " "])].join("\n");
  const gap = to === 0 ? "" : "\n\n";
  const from = gap.length + 2;
  return { start: to, end: to, insert: `${gap}${rows}\n`, select: [from, from + heads[0].length] };
}

export const edits = {
  bold: (text, start, end, words) => wrap(text, start, end, "**", words.text),
  italic: (text, start, end, words) => wrap(text, start, end, "*", words.text),
  heading: (text, start, end) => prefixLines(text, start, end, "## "),
  list: (text, start, end) => prefixLines(text, start, end, "* "),
  quote: (text, start, end) => prefixLines(text, start, end, "> "),
  recommendation: (text, start) => toggleRecommendation(text, start),
  link,
  table,
};
