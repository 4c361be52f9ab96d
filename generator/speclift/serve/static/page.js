// The page: which document is shown, in step with the address, the choice in the bar, the search and the changes of the docs.

import { drawTags, followLinks, markCurrent } from "./overview.js";
import { startSearch } from "./search.js";
import { linkOf, startSwagger } from "./swagger.js";

const { try: canTry, watch: isWatched, first, mock } = document.body.dataset;
/** The name of the overview in addresses. */
const OVERVIEW = "~";
/** Whether the whole document is too large to be shown at once. */
const isHeavy = document.body.dataset.heavy === "1";
const side = document.getElementById("side");
const overview = document.getElementById("overview");
const shownArea = document.getElementById("swagger-ui");
const pick = document.getElementById("pick");
const heading = document.querySelector(".bar-title");
const search = document.getElementById("search");
const problem = document.getElementById("problem");
const status = document.getElementById("status");

let digest = document.body.dataset.index;
let index = null;
let swagger = null;
let current = null;
let isUpdate = false;
let isWholeShown = false;
let drawn = Promise.resolve();

const addressOf = (name) => (name ? `/-/tags/${encodeURIComponent(name)}.json` : "/-/openapi.json");
const fragmentOf = (tag, id) => `#/${encodeURIComponent(tag)}/${encodeURIComponent(id)}`;

/** The index of the document, which is fetched once until it changes. */
function wantedIndex() {
  index ??= fetch("/-/index.json", { cache: "no-cache" })
    .then((response) => response.json())
    .then(({ title, parts, operations, whole }) => ({
      title,
      parts,
      whole,
      operations: operations.map(([method, path, id, summary, part, deprecated]) => ({
        method,
        path,
        id,
        summary,
        part: parts[part][0],
        tag: parts[part][1],
        isDeprecated: deprecated === 1,
        name: id.toLowerCase(),
        pathText: path.toLowerCase(),
        tagText: parts[part][1].toLowerCase(),
        text: `${method} ${path} ${id} ${parts[part][1]} ${summary}`.toLowerCase(),
      })),
    }))
    .catch((error) => {
      // The next call fetches it again.
      index = null;
      throw error;
    });
  return index;
}

/** A part of an address as it was before it was encoded; itself where it never was. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isEncoded = (text) => decoded(text) !== text || !text.includes("%");

/** The tag in the fragment, and the id of an operation if it names one. */
async function wantedPlace() {
  const { hash } = location;
  if (!hash.startsWith("#/")) return { tag: "", id: "" };
  const names = hash.slice(2).split("/");
  if (names.length > 2 || !names.every(isEncoded)) {
    // This is a copy of Swagger UI's own link: only the list of all operations shows where its tag ends.
    const isIt = ({ tag, id }) => new URL(linkOf(tag, id), location.href).hash === hash;
    const found = (await wantedIndex()).operations.find(isIt);
    if (found) return { tag: found.tag, id: found.id };
  }
  const [tag, id = ""] = names.map(decoded);
  return { tag, id };
}

/** The document that the address asks for: ?spec=NAME, else the one of the tag in the fragment, else the first. */
async function wantedName({ tag }) {
  const named = new URLSearchParams(location.search).get("spec");
  if (named !== null && [...pick.options].some((option) => option.value === named)) return named;
  const part = tag && (await wantedIndex()).parts.find(([, name]) => name === tag);
  return part ? part[0] : first;
}

async function shown() {
  const isNew = !isUpdate;
  isUpdate = false;
  if (isNew) swagger.open(await wantedPlace());
}

/** Shows what the address asks for. */
async function follow() {
  const place = await wantedPlace();
  const name = await wantedName(place);
  pick.value = name;
  overview.hidden = name !== OVERVIEW;
  shownArea.hidden = name === OVERVIEW;
  if (isHeavy) drawn.then(() => markCurrent(side, name));
  if (name === OVERVIEW) {
    current = name;
    status.textContent = "Showing the overview";
    return;
  }
  if (swagger && name === current) {
    swagger.open(place);
    return;
  }
  // Swagger UI draws a large whole in another way, all tags closed, which it learns at its start.
  if (swagger && isHeavy && (name === "") !== isWholeShown) {
    location.reload();
    return;
  }
  current = name;
  isWholeShown = name === "";
  status.textContent = `Showing ${pick.selectedOptions[0]?.textContent ?? ""}`;
  if (swagger) swagger.load(addressOf(name));
  else swagger = startSwagger(addressOf(name), canTry === "1", isHeavy && name === "", mock, shown);
}

function go(name, fragment) {
  history.pushState(null, "", `?${new URLSearchParams({ spec: name })}${fragment}`);
  follow();
}

pick.addEventListener("change", () => go(pick.value, ""));
followLinks((name) => go(name, ""), side, overview);
window.addEventListener("popstate", follow);
startSearch(
  search,
  document.getElementById("found"),
  async () => (await wantedIndex()).operations,
  (operation) => go(operation.part, fragmentOf(operation.tag, operation.id)),
);

/** Shows the present state of the document on the page, if it changed. */
async function update(before) {
  if (current === OVERVIEW) return;
  const digestIn = ({ parts, whole }) => (current ? parts.find(([name]) => name === current)?.[3] : whole[0]);
  const response = await fetch(addressOf(current), { cache: "no-cache" });
  if (!response.ok || (before && response.headers.get("etag") === `"${digestIn(before)}"`)) return;
  const text = await response.text();
  isUpdate = true;
  swagger.update(text);
  status.textContent = "The docs changed; this is what they say now";
}

/** Shows what changed: first in the document that is shown, then in the bar. */
async function refresh() {
  const before = index && (await index.catch(() => null));
  index = null;
  await update(before);
  const now = await wantedIndex();
  const { title, parts, operations, whole } = now;
  if ((whole[2] === 1) !== isHeavy) {
    // Another page is shown first, with a sidebar or without.
    location.reload();
    return;
  }
  document.title = title;
  heading.textContent = title;
  heading.title = title;
  search.placeholder = `Search ${operations.length} operations`;
  const options = parts.map(([name, tag, count]) => new Option(`${tag} (${count})`, name));
  if (isHeavy) options.unshift(new Option("Overview", OVERVIEW));
  pick.replaceChildren(...options, new Option(whole[1], ""));
  pick.value = current;
  if (isHeavy) {
    drawTags(side, overview, now, OVERVIEW);
    markCurrent(side, current);
  }
  if (pick.selectedIndex < 0) {
    go(first, "");
  }
}

let events = null;
let refreshing = Promise.resolve();

/** Listens for changes while the page is visible: a browser has few connections to one server, for all its pages. */
function listen() {
  if (document.hidden) {
    events?.close();
    events = null;
    return;
  }
  events ??= new EventSource("/-/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    problem.textContent = state.problem;
    problem.hidden = !state.problem;
    if (state.catalogue !== digest) {
      digest = state.catalogue;
      refreshing = refreshing.then(refresh, refresh);
    }
  };
}

/** Swagger UI has its own colours for dark mode. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const toggleDark = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", toggleDark);
toggleDark();

if (isHeavy) {
  side.hidden = false;
  drawn = wantedIndex().then((found) => drawTags(side, overview, found, OVERVIEW));
}
follow();
if (isWatched === "1") {
  // A change is compared with this index.
  wantedIndex();
  document.addEventListener("visibilitychange", listen);
  listen();
}
