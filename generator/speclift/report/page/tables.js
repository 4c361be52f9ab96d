"use strict";

/* An element with texts and other elements in it. Text stays text: nothing is read as markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const left = String(a), right = String(b);
  return left.localeCompare(right, "en", {numeric: true}) || (left < right ? -1 : left > right ? 1 : 0);
}

/* A table whose headings sort it and whose rows are made as they are needed.
   `rows` are any values, `values` gives what each column of one is sorted by, `draw` makes its row. */
class SortedTable {
  constructor(id, rows, values, draw, step) {
    this.table = document.getElementById(id);
    this.body = this.table.tBodies[0];
    this.status = document.getElementById(id + "-status");
    this.more = document.getElementById(id + "-more");
    Object.assign(this, {rows, values, draw, step: step || Infinity, keeps: () => true});
    this.column = -1;
    this.heads = [...this.table.tHead.rows[0].cells];
    this.heads.forEach((head, column) => {
      const button = head.querySelector("button");
      if (button) button.addEventListener("click", () => this.sort(column));
    });
    if (this.more) this.more.addEventListener("click", () => this.show(this.shown + this.step));
  }

  /* Sort by a column; the second time in the opposite order. Numbers start with the largest. */
  sort(column, direction) {
    const isNumber = this.heads[column].classList.contains("number");
    const next = this.column === column ? -this.direction : isNumber ? -1 : 1;
    this.direction = direction || next;
    this.column = column;
    this.heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", this.direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const keyed = this.rows.map((row, index) => [this.values(row)[column], index, row]);
    keyed.sort((a, b) => this.direction * compare(a[0], b[0]) || a[1] - b[1]);
    this.rows = keyed.map((entry) => entry[2]);
    this.refresh();
  }

  filter(keeps) {
    this.keeps = keeps;
    this.refresh();
  }

  refresh() {
    this.kept = this.rows.filter(this.keeps);
    this.body.replaceChildren();
    this.shown = 0;
    this.show(this.step);
  }

  show(count) {
    const until = Math.min(count, this.kept.length);
    const fresh = document.createDocumentFragment();
    for (; this.shown < until; this.shown++) fresh.append(this.draw(this.kept[this.shown]));
    this.body.append(fresh);
    if (this.more) this.more.hidden = this.shown >= this.kept.length;
    if (this.status) {
      const all = this.rows.length === this.kept.length ? "" : " (of " + this.rows.length + ")";
      this.status.textContent = this.shown < this.kept.length
        ? "The first " + this.shown + " of " + this.kept.length + all + " are shown."
        : this.kept.length ? this.kept.length + all + (this.kept.length === 1 ? " is" : " are") + " shown." : "Nothing matches.";
    }
  }
}

/* A table that is part of the page: its rows exist already, and it is sorted by the texts of their cells. */
function enhance(table) {
  const cell = (td) => {
    const text = td.dataset.value || td.textContent.trim();
    return td.classList.contains("number") ? Number(text || 0) : text;
  };
  const rows = [...table.tBodies[0].rows];
  const values = new Map(rows.map((row) => [row, [...row.cells].map(cell)]));
  const sorted = new SortedTable(table.id, rows, (row) => values.get(row), (row) => row);
  sorted.kept = sorted.rows;
  const input = document.querySelector("input[data-table='" + table.id + "']");
  if (input) input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    sorted.filter((row) => row.textContent.toLowerCase().includes(wanted));
  });
}
