// A large document: its tags in the sidebar, and as the overview that comes first.

function element(name, className, ...content) {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.append(...content);
  return found;
}

const linkTo = (name) => `?${new URLSearchParams({ spec: name })}`;

function link(name, className, ...content) {
  const found = element("a", className, ...content);
  found.href = linkTo(name);
  found.dataset.name = name;
  return found;
}

/** Draws both from the index; what the docs say is text in them. */
export function drawTags(side, overview, { title, parts, operations }, overviewName) {
  const all = link(overviewName, "side-link", "Overview");
  const links = parts.map(([name, tag, count]) =>
    link(name, "side-link", element("span", "side-tag", tag), " ", element("span", "side-count", String(count))),
  );
  side.replaceChildren(element("ul", "", ...[all, ...links].map((one) => element("li", "", one))));
  const cards = parts.map(([name, tag, count, , description]) => {
    const card = element("li", "card", element("h3", "", link(name, "", tag)));
    card.append(element("p", "card-count", `${count} ${count === 1 ? "operation" : "operations"}`));
    if (description) card.append(element("p", "card-text", description));
    return card;
  });
  overview.replaceChildren(
    element("h2", "", title),
    element("p", "overview-lead", `${operations.length} operations in ${parts.length} tags. Press / to search all of them.`),
    element("ul", "cards", ...cards),
  );
}

/** Marks the link to what is shown. */
export function markCurrent(side, name) {
  for (const one of side.querySelectorAll("a")) {
    if (one.dataset.name === name) {
      one.setAttribute("aria-current", "page");
      one.scrollIntoView({ block: "nearest" });
    } else {
      one.removeAttribute("aria-current");
    }
  }
}

/** Calls `choose` with the name that a link is to, unless it is to be opened elsewhere. */
export function followLinks(choose, ...places) {
  for (const place of places) {
    place.addEventListener("click", (event) => {
      const one = event.target.closest("a[data-name]");
      if (!one || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      choose(one.dataset.name);
    });
  }
}
