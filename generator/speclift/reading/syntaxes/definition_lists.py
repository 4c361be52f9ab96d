"""Definition lists as bullets: `<dl><dt>`, a term with `: …` below it, and paragraphs that start with a name and type.

`expand` *array of strings* (optional)      **type** `string` required
: What is to be shown in full.
                                            The type of letter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from speclift.model.facts import Named, Unknown
from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Bullets, Html, Item, Paragraph
from speclift.reading.types.printed import printed

_DEFINED = re.compile(r"([^\n]{1,300})\n:[ \t]{1,8}(?=\S)")
_LIST = re.compile(r"<dl\b[^<>]{0,300}>", re.I)
_PARTS = re.compile(r"<(dt|dd)\b[^<>]{0,300}>", re.I)
#: A paragraph of HTML that is a field: `<p><b><code>page</code></b> <small>integer</small> <i>optional</i><br>…`.
_FIELD_START = re.compile(
    r"<p\b[^<>]{0,300}>\s{0,40}<(?:b|strong)>\s{0,8}<code>([A-Za-z_$@][^<>\s]{0,200})</code>\s{0,8}</(?:b|strong)>",
    re.I,
)
_OPTIONAL = re.compile(r"<(?:i|em|small|span)\b[^<>]{0,200}>\s{0,4}optional\s{0,4}</(?:i|em|small|span)>", re.I)
_REQUIRED_INPUT = re.compile(r"<input\b[^<>]{0,600}\brequired\b", re.I)
_BREAK = re.compile(r"\s{0,20}<br\s{0,4}/?>\s{0,20}", re.I)
_TYPE = re.compile(r"[A-Za-z][\w \[\]<>-]{1,50}")
_MOST_MARKS = 2
_END = re.compile(r"</d[tdl]\s{0,4}>", re.I)
_CODE = re.compile(r"<(?:code|kbd|tt|var)\b[^<>]{0,200}>|</(?:code|kbd|tt|var)>", re.I)
_BOLD = re.compile(r"</?(?:strong|b)>", re.I)
_ITALIC = re.compile(r"</?(?:em|i)>", re.I)
_REQUEST = re.compile(rf"[*`]{{1,3}}(?:{'|'.join(METHODS)})[*`]{{1,3}}\s", re.I)
#: A label with a status after it, such as "**Response** `200`", which is not a field.
_STATUS = re.compile(r"[`*\s][1-5]\d\d[`*\s]{0,4}(?:\n|$)")
_MARKED = re.compile(r"<(?:span|sup|small|em|i)\b[^<>]{0,100}>([^<>]{1,60})</[a-z]{1,10}>", re.I)
_TAG = re.compile(r"<[^<>]{1,300}>")
#: A paragraph that starts a field: a name in bold or code, its type in code, italics or brackets, and marks.
_FIELD = re.compile(
    r"(?:\*\*`?|``?)[A-Za-z_$@][\w.$@\[\]-]{0,100}(?:`?\*\*|``?)[ \t]{1,4}"
    r"(?:`[^`\n]{1,100}`|\*[^*\n]{1,100}\*|(?<=` )\*\*[a-z][^*\n]{1,60}\*\*(?=\\?\n)"
    r"|_[^_\n]{1,100}_|<(?:span|em|code|sup|i)\b[^<>\n]{0,100}>[^<>\n]{1,60}</[a-z]{1,10}>)"
    r"(?:[ \t]{0,4}(?:[*_(\[]{0,3}(?:required|optional|deprecated|nullable)[*_)\]]{0,3}"
    r"|[*_(\[]{1,3}[a-z][a-z -]{1,20}[*_)\]]{1,3}"
    r"|<[^<>\n]{1,100}>[^<>\n]{1,60}</[a-z]{1,10}>|`[^`\n]{1,40}`)){0,4}[ \t]{0,4}\\?(?:\n|\Z)",
    re.I,
)


def with_definition_lists(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with definition lists as bullets; their lines are those of the terms."""
    found: list[Block] = []
    items: list[Item] = []
    more: list[Block] = []

    def close() -> None:
        """End the item and the list that are open."""
        if items:
            items[-1] = Item((*items[-1].blocks, *more), items[-1].line)
            found.append(Bullets(tuple(items), items[0].line, is_defined=True))
        items.clear()
        more.clear()

    for block in blocks:
        own = _items(block)
        if own:
            if items:
                items[-1] = Item((*items[-1].blocks, *more), items[-1].line)
                more.clear()
            items += own
        elif items and _describes(block, items[-1]):
            more.append(block)
        else:
            close()
            found.append(block)
    close()
    return found


def _describes(block: Block, item: Item) -> bool:
    """Whether a block continues the field before it, as lists and paragraphs do, unless they start in bold."""
    first = item.blocks[0]
    if not isinstance(first, Paragraph) or not _FIELD.match(first.text):
        return False
    return isinstance(block, Bullets) or (isinstance(block, Paragraph) and not block.text.startswith(("**", "#")))


def _items(block: Block) -> list[Item]:
    if isinstance(block, Html) and _LIST.search(block.text):
        return _of_html(block)
    if isinstance(block, Html) and _FIELD_START.search(block.text):
        return _of_paragraphs(block)
    if not isinstance(block, Paragraph):
        return []
    if _DEFINED.match(block.text):
        return _of_terms(block)
    if _FIELD.match(block.text) and not _REQUEST.match(block.text) and not _STATUS.search(block.text[:120]):
        return [Item((Paragraph(_without_tags(block.text), block.line),), block.line)]
    return []


def _of_terms(block: Paragraph) -> list[Item]:
    """The items of `term` and `: definition` lines."""
    found: list[tuple[int, list[str], list[str]]] = []
    lines = block.text.split("\n")
    for number, line in enumerate(lines):
        is_term = number + 1 < len(lines) and lines[number + 1].startswith(": ") and not line.startswith(": ")
        if is_term:
            found.append((number, [line], []))
        elif found:
            found[-1][2].append(line.removeprefix(":").strip())
    return [
        Item(
            (Paragraph(f"{_without_tags(term[0]).rstrip()} – {' '.join(said)}", block.line + number),),
            block.line + number,
        )
        for number, term, said in found
    ]


def _of_html(block: Html) -> list[Item]:
    found: list[tuple[int, str, str]] = []
    parts = list(_PARTS.finditer(block.text))
    for number, part in enumerate(parts):
        limit = parts[number + 1].start() if number + 1 < len(parts) else len(block.text)
        end = _END.search(block.text, part.end(), limit)
        inner = block.text[part.end() : end.start() if end else limit]
        line = block.line + block.text.count("\n", 0, part.start())
        if part[1].lower() == "dt":
            found.append((line, _markdown(inner), ""))
        elif found:
            at, term, said = found[-1]
            marks, text = _led_by_marks(inner)
            found[-1] = (at, f"{term} ({marks})" if marks and not said else term, f"{said} {text}".strip())
    return [Item((Paragraph(f"{term} – {said}", line),), line) for line, term, said in found if term]


def _led_by_marks(definition: str) -> tuple[str, str]:
    """The type and mark in the first lines of a definition, and the rest: `String<br>Required<br>Who gets it`."""
    lines = _BREAK.split(definition)
    marks: list[str] = []
    while len(lines) > 1 and len(marks) < _MOST_MARKS:
        text = _markdown(lines[0])
        is_type = bool(_TYPE.fullmatch(text)) and not isinstance(printed(text).type, Unknown | Named)
        if not is_type and text.lower() not in ("required", "optional"):
            break
        marks.append(text if is_type else text.lower())
        lines = lines[1:]
    return ", ".join(marks), _markdown("<br>".join(lines))


def _of_paragraphs(block: Html) -> list[Item]:
    """The items of HTML paragraphs that start with a name in bold code, followed by its type and marks."""
    found = []
    for start in _FIELD_START.finditer(block.text):
        end = block.text.find("</p>", start.end())
        head, _, said = block.text[start.end() : max(end, start.end())].partition("<br")
        kind = " ".join(html.unescape(_TAG.sub(" ", _OPTIONAL.sub(" ", head))).split())
        is_required = _REQUIRED_INPUT.search(head) is not None
        mark = "optional" if _OPTIONAL.search(head) else "required" if is_required else ""
        brackets = f" ({', '.join(filter(None, (kind, mark)))})" if kind or mark else ""
        line = block.line + block.text.count("\n", 0, start.start())
        text = f"`{start[1]}`{brackets} – {html.unescape(_markdown(said.partition('>')[2]))}"
        found.append(Item((Paragraph(text.strip(), line),), line))
    return found


def _without_tags(text: str) -> str:
    """A term with the text of its elements in brackets, as in a bullet."""
    return _MARKED.sub(r"(\1)", text)


def _markdown(html: str) -> str:
    text = _ITALIC.sub("*", _BOLD.sub("**", _CODE.sub("`", html)))
    return " ".join(_TAG.sub(" ", text).split())
