// On a phone a wide table is read row by row: each value is told by the heading of its column.
// Without this file the table scrolls sideways in its frame.

const ROLES = { thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };

/** Name every cell by its column; the roles stay when the styles no longer draw a table. */
export function start(table) {
  const headings = [...table.tHead.rows[0].cells];
  const names = headings.map((cell) => (cell.classList.contains("act") ? "" : `${cell.textContent.trim()}: `));
  table.setAttribute("role", "table");
  for (const [tag, role] of Object.entries(ROLES)) {
    table.querySelectorAll(tag).forEach((element) => element.setAttribute("role", role));
  }
  table.querySelectorAll("th").forEach((cell) => {
    cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "columnheader");
  });
  for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
    [...row.cells].forEach((cell, column) => {
      if (cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.label = names[column];
    });
  }
  table.classList.add("stacks");
}
