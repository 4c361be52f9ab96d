"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const components = data.components;
const byName = new Map(components.map((item, index) => [item.name, index]));
const $ = (id) => document.getElementById(id);
const MOST_NEIGHBOURS = 12;

function encoded(text) {
  try {
    return encodeURIComponent(text).replaceAll("%2F", "/");
  } catch {
    return "";
  }
}

/* A place of the docs, as a link where there is an address for it. */
function place([file, line]) {
  const [name, template] = data.files[file];
  const label = element("code", {}, name + ":" + line);
  const path = encoded(name);
  if (template < 0 || !path) return label;
  const href = data.templates[template]
    .replaceAll("{file}", () => path)
    .replaceAll("{page}", () => path.replace(/\.md$/, ""))
    .replaceAll("{line}", () => String(line));
  return element("a", {href, rel: "noopener noreferrer"}, label);
}

function between(items, separator) {
  return items.flatMap((item, index) => index ? [separator, item] : [item]);
}

function hrefOf(index) {
  const name = encoded(components[index].name);
  return name ? "#component/" + name : "#components";
}

function link(index) {
  return element("a", {href: hrefOf(index)}, components[index].name);
}

function number(value) {
  return element("td", {class: "number"}, String(value));
}

/* Findings. */

function findingRow([code, group, file, line, message, component]) {
  const severity = data.severities[code];
  const text = element("td", {}, message);
  if (component >= 0) text.append(" ", link(component));
  return element("tr", {},
    element("td", {}, element("a", {href: "#" + code}, code)),
    element("td", {}, element("span", {class: "badge " + severity}, severity)),
    element("td", {}, data.groups[group]),
    text,
    element("td", {}, place([file, line])));
}

let findings = null;
if ($("findings-table")) {
  findings = new SortedTable("findings-table", data.findings, ([code, group, file, line, message]) => [
    code, ["error", "warning", "note"].indexOf(data.severities[code]), data.groups[group], message,
    data.files[file][0] + ":" + String(line).padStart(7, "0"),
  ], findingRow, 50);
  const filterFindings = () => {
    const text = $("findings-text").value.trim().toLowerCase();
    const code = $("findings-code").value, severity = $("findings-severity").value, group = $("findings-group").value;
    findings.filter((row) => (!code || row[0] === code) && (!severity || data.severities[row[0]] === severity)
      && (!group || row[1] === Number(group))
      && (!text || (row[4] + " " + data.files[row[2]][0] + " " + data.groups[row[1]]).toLowerCase().includes(text)));
  };
  for (const id of ["text", "code", "severity", "group"]) $("findings-" + id).addEventListener("input", filterFindings);
  findings.refilter = filterFindings;
  findings.sort(0, 1);
}

/* Components. */

function componentRow(item) {
  const against = item.reasons.find((reason) => reason[1] > 0);
  const meter = shape("svg", {class: "meter", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true"},
    shape("rect", {width: item.certainty, height: 10, class: "band-" + item.band}));
  return element("tr", {},
    element("th", {scope: "row"}, link(byName.get(item.name))),
    element("td", {class: "number certainty"}, item.certainty + " " + item.band, meter),
    element("td", {}, against ? against[0] : ""),
    element("td", {}, item.kind),
    number(item.properties.length), number(item.uses.length), number(item.usedBy.length), number(item.reach));
}

const table = new SortedTable("components-table", components.slice().sort((a, b) => b.reach - a.reach), (item) => {
  const against = item.reasons.find((reason) => reason[1] > 0);
  return [item.name, item.certainty, against ? against[0] : "", item.kind, item.properties.length, item.uses.length,
    item.usedBy.length, item.reach];
}, componentRow, 25);
const filterComponents = () => {
  const text = $("components-text").value.trim().toLowerCase();
  const kind = $("components-kind").value, band = $("components-band").value, group = $("components-group").value;
  table.filter((item) => (!kind || item.kind === kind) && (!band || item.band === band)
    && (!group || item.groups.includes(Number(group)))
    && (!text || item.name.toLowerCase().includes(text)
      || item.properties.some((entry) => entry[0].toLowerCase().includes(text))));
};
for (const id of ["text", "kind", "band", "group"]) $("components-" + id).addEventListener("input", filterComponents);
table.sort(1, 1);

/* One component. */

function reasons(items, withPoints) {
  const list = element("ul", {class: "reasons"});
  for (const [text, points, places] of items) {
    const entry = element("li", {}, ...(withPoints ? [element("strong", {}, "−" + points), " "] : []), text);
    if (places.length) entry.append(" ", ...between(places.map(place), ", "));
    list.append(entry);
  }
  return items.length ? list : element("p", {}, "Nothing.");
}

function neighbours(index) {
  const item = components[index];
  const side = (members, column) => members.slice(0, MOST_NEIGHBOURS).map((other, row) => ({
    key: column + ":" + other, text: components[other].name, column, row, href: hrefOf(other),
  }));
  const left = side(item.usedBy, 0), right = side(item.uses, left.length ? 2 : 1);
  const main = {key: "main", text: item.name, column: left.length ? 1 : 0, row: 0, isMain: true};
  for (const [members, shown] of [[item.usedBy, left], [item.uses, right]]) {
    if (members.length > MOST_NEIGHBOURS) shown.push({
      key: shown[0].column + ":more", text: "and " + (members.length - MOST_NEIGHBOURS) + " more, listed below",
      column: shown[0].column, row: MOST_NEIGHBOURS,
    });
  }
  const edges = [...left.map((node) => [node.key, "main"]), ...right.map((node) => ["main", node.key])];
  return draw("Neighbours of " + item.name, [...left, main, ...right], edges);
}

function listed(title, items) {
  return element("details", {}, element("summary", {}, title + ": " + items.length),
    element("ul", {class: "names"}, ...items.map((item) => element("li", {}, item))));
}

function region(label, inner) {
  return element("div", {class: "scroll", role: "region", "aria-label": label, tabindex: "0"}, inner);
}

const STATES = {shown: "shown", inferred: "concluded", contradicted: "contradicted", open: "not known"};

function openComponent(index) {
  const item = components[index];
  const parts = [
    element("h2", {id: "component-h", tabindex: "-1"}, item.name),
    element("p", {}, (item.kind === "object" ? "An object" : "An enumeration") + " with a certainty of " + item.certainty
      + " of 100 points (" + item.band + "). " + item.reach + (item.reach === 1 ? " operation reaches it." : " operations reach it.")),
    element("div", {class: "pair"},
      element("div", {}, element("h3", {}, "Against it"), reasons(item.reasons.filter((reason) => reason[1]), true)),
      element("div", {}, element("h3", {}, "For it"), reasons(item.reasons.filter((reason) => !reason[1]), false))),
  ];
  if (item.properties.length) {
    const heads = ["Property", "Holds", "Known", "Why", "Where"].map((text) => element("th", {scope: "col"}, text));
    const rows = item.properties.map(([name, type, rule, state, places]) => element("tr", {},
      element("th", {scope: "row"}, element("code", {}, name)),
      element("td", {}, type),
      element("td", {}, element("span", {class: "badge state-" + state}, STATES[state])),
      element("td", {}, data.rules[rule] || rule),
      element("td", {}, ...between(places.slice(0, 1).map(place), ", "))));
    parts.push(element("h3", {}, "Properties"), region("Properties of " + item.name,
      element("table", {class: "wide"}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))));
  }
  if (item.members.length) parts.push(element("h3", {}, "Members"),
    element("ul", {class: "names"}, ...item.members.map((name) => element("li", {}, element("code", {}, name)))));
  parts.push(element("h3", {}, "Neighbours"));
  if (item.uses.length || item.usedBy.length) {
    const drawing = region("Picture of the neighbours", neighbours(index));
    drawing.classList.add("drawing");
    parts.push(drawing, listed("Refers to", item.uses.map(link)), listed("Referred to by", item.usedBy.map(link)));
  } else parts.push(element("p", {}, "It refers to no other component, and none refers to it."));
  parts.push(listed("Operations whose body it is", item.operations));
  $("component-body").replaceChildren(...parts);
  const dialog = $("component");
  if (!dialog.open) dialog.showModal();
  /* The element with the focus went away with the component that was shown before. */
  $("component-h").focus();
  dialog.scrollTop = 0;
}

/* The dialog may close because the address changed, as with Back. Then it leaves the address alone. */
$("component").addEventListener("close", () => {
  if (location.hash.startsWith("#component/")) history.replaceState(null, "", "#components");
});

/* The picture. */

const choice = $("picture-group");
for (const picture of data.pictures) {
  const name = picture.group < 0 ? "the whole API" : data.groups[picture.group];
  choice.append(element("option", {value: String(picture.group)}, name));
}

const pairs = new SortedTable("picture-table", [], ([from, to]) => [components[from].name, components[to].name],
  ([from, to]) => element("tr", {}, element("td", {}, link(from)), element("td", {}, link(to))));

function showPicture() {
  const picture = data.pictures.find((item) => item.group === Number(choice.value));
  const note = [];
  if (picture.blocks.length) note.push("Not drawn, since nearly everything refers to them: ", ...between(picture.blocks.map(link), ", "), ". ");
  if (picture.nodes.length) note.push(picture.leftOut + " more components have fewer references among each other, or none.");
  else note.push("No other component refers to another.");
  $("picture-note").replaceChildren(...note);
  const nodes = picture.nodes.map(([index, column, row]) => ({
    key: index, text: components[index].name, column, row, href: hrefOf(index),
  }));
  $("picture-drawing").replaceChildren(...(nodes.length ? [draw("References between components", nodes, picture.edges)] : []));
  pairs.rows = picture.edges;
  pairs.column = -1;
  pairs.sort(0, 1);
}
choice.addEventListener("input", showPicture);
showPicture();

/* What the address asks for. */

function follow() {
  let hash = location.hash.slice(1);
  try {
    hash = decodeURIComponent(hash);
  } catch {
    return;
  }
  if (hash.startsWith("component/")) {
    const index = byName.get(hash.slice("component/".length));
    if (index !== undefined) openComponent(index);
    return;
  }
  if ($("component").open) $("component").close();
  if (hash.startsWith("findings/") && findings) {
    const [, code, group] = hash.split("/");
    $("findings-text").value = "";
    $("findings-severity").value = "";
    $("findings-code").value = code === "all" ? "" : code;
    $("findings-group").value = group || "";
    findings.refilter();
    $("findings").scrollIntoView();
    $("findings-text").focus({preventScroll: true});
  } else if (/^SL\d+$/.test(hash) && $(hash)) {
    $(hash).scrollIntoView();
    $(hash).focus();
  }
}

for (const id of ["coverage-table", "rules-table", "codes-table", "heat-table", "groups-table"]) if ($(id)) enhance($(id));
window.addEventListener("hashchange", follow);
follow();
