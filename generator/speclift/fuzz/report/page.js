// Filters the findings, opens and folds them, and moves between them by keyboard. They open and fold without this script, too.

const words = document.getElementById("words");
const groups = [...document.querySelectorAll(".group")];
const boxes = [...document.querySelectorAll(".levels input")];

/** Shows the findings that have all the words and one of the chosen levels. */
function filter() {
  const wanted = words.value.trim().toLowerCase().split(/\s+/);
  const levels = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let count = 0;
  for (const group of groups) {
    let inside = 0;
    for (const finding of group.querySelectorAll(".finding")) {
      const isShown = levels.has(group.dataset.level) && wanted.every((word) => finding.dataset.text.includes(word));
      finding.hidden = !isShown;
      inside += isShown;
    }
    for (const cause of group.querySelectorAll(".cause")) {
      let next = cause.nextElementSibling;
      while (next?.matches(".finding") && next.hidden) next = next.nextElementSibling;
      cause.hidden = !next?.matches(".finding");
    }
    group.hidden = inside === 0;
    // Search results must not stay folded away.
    if (words.value.trim() && inside) group.open = true;
    count += inside;
  }
  document.getElementById("count").textContent = `${count} ${count === 1 ? "finding" : "findings"} shown`;
  document.getElementById("nothing").hidden = count > 0;
}

/** Opens or folds all groups and findings. */
function foldAll(isOpen) {
  for (const part of document.querySelectorAll(".group, .finding")) part.open = isOpen;
}

/** Opens the finding that the address names, and everything around it. */
function follow() {
  const goal = location.hash.startsWith("#f-") ? document.getElementById(location.hash.slice(1)) : null;
  if (!goal) return;
  if (goal.hidden || goal.closest("[hidden]")) showAll();
  for (let part = goal; part; part = part.parentElement?.closest("details")) part.open = true;
  goal.scrollIntoView({ block: "start" });
  goal.querySelector("summary").focus({ preventScroll: true });
}

function showAll() {
  words.value = "";
  for (const box of boxes) box.checked = true;
  filter();
}

/** Focuses the next visible title, or the one before; after the last comes the first. */
function step(by) {
  const titles = [...document.querySelectorAll(".group > summary, .finding > summary")].filter((one) => one.checkVisibility());
  if (!titles.length) return;
  const at = titles.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : titles.length - 1) : (at + by + titles.length) % titles.length;
  titles[next].focus();
}

if (words) {
  words.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  document.getElementById("open").addEventListener("click", () => foldAll(true));
  document.getElementById("fold").addEventListener("click", () => foldAll(false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      showAll();
      return;
    }
    if (event.target.closest("input[type=search], textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") words.focus();
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", follow);
  // A click on a link to the present address causes no hashchange event.
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href^='#f-']")?.hash === location.hash) follow();
  });
  filter();
  follow();
}
