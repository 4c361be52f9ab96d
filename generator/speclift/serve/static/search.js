// The search over all operations: a combobox with a list (ARIA Authoring Practices, "Editable Combobox With List Autocomplete").

const MOST = 50;

/** How well an operation fits the words: lower is better, null where a word is missing. */
function rank(operation, words) {
  let sum = 0;
  for (const word of words) {
    const at = operation.text.indexOf(word);
    if (at < 0) return null;
    if (operation.name === word) sum -= 1000;
    else if (operation.name.startsWith(word)) sum -= 100;
    else if (operation.name.includes(word)) sum -= 50;
    else if (operation.pathText.includes(word)) sum -= 30;
    else if (operation.tagText.includes(word)) sum -= 20;
  }
  return sum + operation.name.length / 1000;
}

/** The text with the words marked, as nodes: what the docs say is never read as HTML. */
function marked(text, words) {
  const found = document.createDocumentFragment();
  const lower = text.toLowerCase();
  let at = 0;
  while (at < text.length) {
    const next = words
      .map((word) => ({ start: lower.indexOf(word, at), length: word.length }))
      .filter(({ start }) => start >= 0)
      .sort((a, b) => a.start - b.start || b.length - a.length)[0];
    if (!next || lower.length !== text.length) break;
    found.append(text.slice(at, next.start));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(next.start, next.start + next.length);
    found.append(mark);
    at = next.start + next.length;
  }
  found.append(text.slice(at));
  return found;
}

function span(name, ...content) {
  const found = document.createElement("span");
  found.className = name;
  found.append(...content);
  return found;
}

/** Makes the input search; `choose` is called with the operation that was picked, `wanted` gives the operations once they are needed. */
export function startSearch(input, list, wanted, choose) {
  const box = list.parentElement;
  const note = box.querySelector(".found-note");
  let shown = [];
  let active = -1;

  function close() {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function option(operation, index, words) {
    const found = document.createElement("li");
    found.id = `found-${index}`;
    found.role = "option";
    found.setAttribute("aria-selected", "false");
    found.dataset.index = index;
    found.append(
      span(`verb verb-${operation.method}`, operation.method.toUpperCase()),
      span("found-path", marked(operation.path, words)),
      span("found-more", marked(operation.id, words), " · ", marked(operation.tag, words)),
      span("found-summary", marked(operation.summary, words)),
    );
    if (operation.isDeprecated) found.classList.add("is-deprecated");
    return found;
  }

  async function search() {
    const text = input.value.trim().toLowerCase();
    if (!text) return close();
    const operations = await wanted();
    // The text may have changed meanwhile.
    if (text !== input.value.trim().toLowerCase()) return;
    const words = [...new Set(text.split(/\s+/))];
    const ranked = operations
      .map((operation) => ({ operation, rank: rank(operation, words) }))
      .filter((entry) => entry.rank !== null)
      .sort((a, b) => a.rank - b.rank);
    shown = ranked.slice(0, MOST).map((entry) => entry.operation);
    active = -1;
    list.replaceChildren(...shown.map((operation, index) => option(operation, index, words)));
    note.textContent =
      ranked.length > MOST
        ? `The first ${MOST} of ${ranked.length} operations; another word narrows them down`
        : ranked.length === 0
          ? "No operation has all these words"
          : `${ranked.length} ${ranked.length === 1 ? "operation" : "operations"}`;
    document.getElementById("status").textContent = note.textContent;
    list.hidden = shown.length === 0;
    box.hidden = false;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    activate(shown.length ? 0 : -1);
  }

  function pick(index) {
    const operation = shown[index];
    if (!operation) return;
    close();
    input.value = "";
    choose(operation);
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => {
    wanted();
    if (input.value.trim()) search();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "ArrowDown" && box.hidden) search();
    else if (event.key === "ArrowDown" && count) activate((active + 1) % count);
    else if (event.key === "ArrowUp" && count && !box.hidden) activate((active - 1 + count) % count);
    else if (event.key === "Enter" && !box.hidden) pick(active);
    else if (event.key === "Escape" && !box.hidden) close();
    else return;
    event.preventDefault();
  });
  // This comes before the input loses the focus, which closes the list.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const found = event.target.closest("li");
    if (found) pick(Number(found.dataset.index));
  });
  box.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}
