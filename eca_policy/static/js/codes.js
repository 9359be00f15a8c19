/** The list of codes of a secret ballot: one's own is looked up on the page, and sent nowhere. */

/** As it stands in the list, however it was typed. */
function plain(code) {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

function listed() {
  return [...document.querySelectorAll("[data-codes]")].flatMap((table) =>
    [...table.tBodies[0].rows].map((row) => ({ row, item: table.dataset.codes, code: row.cells[0].textContent.trim() })),
  );
}

function lookUp(search, rows, whole) {
  const typed = plain(search.querySelector("input").value);
  const found = rows.find(({ code }) => plain(code) === typed);
  for (const { row } of rows) row.classList.toggle("is-found", row === found?.row);
  const { wordsFound, wordsMissing } = search.dataset;
  const says = found
    ? wordsFound.replace("{code}", found.code).replace("{position}", found.row.cells[1].textContent.trim()).replace("{item}", found.item)
    : wordsMissing;
  search.querySelector("[role=status]").textContent = found || typed.length >= whole ? says : "";
}

const search = document.querySelector("[data-code-search]");
if (search) {
  const rows = listed();
  const whole = Math.min(...rows.map(({ code }) => plain(code).length));
  search.hidden = false;
  search.addEventListener("input", () => lookUp(search, rows, whole));
}
