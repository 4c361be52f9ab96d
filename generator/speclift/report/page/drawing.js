"use strict";

const SVG = "http://www.w3.org/2000/svg";
const BOX = {width: 210, height: 26, across: 290, down: 34, letters: 28};

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shortened(text) {
  const letters = [...text];
  return letters.length > BOX.letters ? letters.slice(0, BOX.letters - 1).join("") + "…" : text;
}

/* Boxes in columns with arrows between them.
   `nodes` are {key, text, column, row, href, isMain}, `edges` pairs of keys. */
function draw(label, nodes, edges) {
  const columns = new Map();
  for (const node of nodes) columns.set(node.column, Math.max(columns.get(node.column) || 0, node.row + 1));
  const tallest = Math.max(0, ...columns.values());
  const at = new Map();
  for (const node of nodes) {
    const lead = (tallest - columns.get(node.column)) / 2;
    at.set(node.key, {x: 4 + node.column * BOX.across, y: 4 + (node.row + lead) * BOX.down});
  }
  const width = 8 + BOX.width + BOX.across * Math.max(0, ...columns.keys());
  const height = 8 + BOX.down * tallest;
  const marker = shape("marker", {
    id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto",
  }, shape("path", {d: "M0 0 8 4 0 8Z", class: "tip"}));
  const drawn = shape("svg", {role: "group", "aria-label": label, width, height, viewBox: "0 0 " + width + " " + height},
    shape("defs", {}, marker));
  for (const [from, to] of edges) {
    const start = at.get(from), end = at.get(to);
    const half = BOX.height / 2, bend = 40;
    const x1 = start.x + BOX.width, y1 = start.y + half, y2 = end.y + half;
    const isBack = end.x <= start.x;
    const x2 = isBack ? end.x + BOX.width : end.x - 1;
    const path = "M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1 + " " + (x2 + (isBack ? bend : -bend)) + " " + y2 + " " + x2 + " " + y2;
    const line = shape("path", {d: path, class: "edge", "marker-end": "url(#tip)"});
    line.dataset.ends = from + " " + to;
    drawn.append(line);
  }
  for (const node of nodes) {
    const {x, y} = at.get(node.key);
    const parts = [
      shape("title", {}, node.text),
      shape("rect", {x, y, width: BOX.width, height: BOX.height, rx: 5}),
      shape("text", {x: x + 8, y: y + 17.5}, shortened(node.text)),
    ];
    const box = node.href
      ? shape("a", {href: node.href, class: "box", "aria-label": node.text}, ...parts)
      : shape("g", {class: "box"}, ...parts);
    if (node.isMain) box.classList.add("main");
    const mark = (isOn) => drawn.querySelectorAll(".edge").forEach((line) => {
      line.classList.toggle("lit", isOn && line.dataset.ends.split(" ").includes(String(node.key)));
    });
    for (const name of ["mouseenter", "focus"]) box.addEventListener(name, () => mark(true));
    for (const name of ["mouseleave", "blur"]) box.addEventListener(name, () => mark(false));
    drawn.append(box);
  }
  return drawn;
}
