"""The blocks of a page as a tree of sections, each with the role that its heading or label gives it.

A label is a short paragraph that acts as a heading: `**Query parameters**:`, `> Example response`, `Returns:`, or the
bold start of a paragraph or list item (`**Response:** 204`).  Its section lasts until the next label or heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from speclift.limits import LONGEST_HEADING
from speclift.reading.markdown.blocks import Block, Bullets, Code, Heading, Html, Item, Paragraph, Quote, Table
from speclift.reading.markdown.roles import NAME, Role, Side, plain, role_of, slug, without_markup
from speclift.reading.words.headings import TYPE_GROUPS

#: The level of a label, below that of any heading.
LABEL = 7
LONGEST_LABEL = 90


class Section:
    """A heading or label with the blocks below it. It is filled while a page is read, and read-only afterwards.

    `is_quoted`: it is a label in a quote, which some pages have above code beside the text.
    """

    __slots__ = ("_all", "anchors", "blocks", "children", "is_quoted", "level", "line", "parent", "role", "title")

    def __init__(self, level: int, title: str, role: Role, line: int, parent: Section | None) -> None:
        self.level, self.title, self.role, self.line, self.parent = level, title, role, line, parent
        self.is_quoted = False
        self.anchors: list[str] = []
        self.blocks: list[Block] = []
        self.children: list[Section] = []
        self._all: list[Section] = []

    def walk(self) -> Sequence[Section]:
        """The section and all below it, in the order of the page. The page must be complete: the list is made only
        once, since many readers go through it.
        """
        if not self._all:
            self._all = [self]
            for child in self.children:
                self._all += child.walk()
        return self._all

    def own(self) -> Iterator[Section]:
        """The section and the sections below it that name nothing themselves."""
        yield self
        for child in self.children:
            if child.role.kind != "name" or child.level >= LABEL:
                yield from child.own()


_ANCHOR = re.compile(r"""<a\s{1,8}(?:name|id)\s{0,8}=\s{0,8}["']?([^"'\s>]{1,300})["']?\s{0,8}/?>""", re.I)
_BOLD_LABEL = re.compile(r"(\*\*|__)([^*_\n]{1,90})\1:?\s{0,4}[:\-–—]?\s{0,4}")
_EMPHASISED = re.compile(r"[*_]{1,3}([^*_\n]{1,90})[*_]{1,3}(?:\s{1,4}\([\w /,+-]{1,40}\))?\s{0,4}:?$")
_STATUS_LABEL = re.compile(
    r"`?(?:Response |HTTP )?Status(?: Code)?:?\s{0,3}\W{0,4}[1-5]\d\d\W{0,4}$"
    r"|(?:\*\*|__)?(?:(?:Error|Success) )?Response(?:\*\*|__)?:?\s{1,3}\W{0,4}[1-5]\d\d"
    r"(?:\W{1,3}[A-Z][A-Za-z ]{1,30})?\W{0,4}$",
    re.I,
)
_PLAIN_LABEL = re.compile(r"([A-Z][A-Za-z ]{2,40}):\s{1,4}(?=\S)")
#: A status after an arrow: "→ `404` There is none".
_ARROW = re.compile(r"(?:[→⇒➜]|[=-]>)\s{0,3}[`*]{0,3}([1-5]\d\d)\b[`*]{0,3}")
#: The roles of labels that say which part of a message follows.
_MESSAGE_KINDS = frozenset(("fields", "request", "response", "returns", "errors", "statuses", "sample"))
#: How many other items may come before the labels of a list: `- Authentication: required`.
_MOST_LED = 2
_METHOD_ITEM = re.compile(r"[*_`\s]{0,4}(?:HTTP )?(?:method|verb|request type)[*_`]{0,3}\s{0,2}:", re.I)


def sections_of(blocks: list[Block], title: str = "") -> Section:
    """The page as a section of level 0, with the sections of its headings and labels below it."""
    root = Section(0, title, NAME, 1, None)
    current = root
    pending: list[str] = []
    # If only one heading has level 1, it is the name of the page, whatever its words are: `call: answer`.
    names_page = sum(isinstance(block, Heading) and block.level == 1 for block in blocks) == 1
    for block in blocks:
        if isinstance(block, Heading):
            while current.level >= block.level:
                assert current.parent is not None
                current = current.parent
            is_name = block.is_name or (names_page and block.level == 1) or plain(current.title).lower() in TYPE_GROUPS
            role = NAME if is_name else role_of(block.text)
            current = _below(current, block.level, block.text, role, block.line)
            current.anchors += [*pending, *filter(None, [block.anchor]), slug(block.text)]
            current.anchors += _ANCHOR.findall(block.text)
            pending = []
            continue
        anchors = _anchors(block)
        if anchors:
            pending += anchors
            continue
        current.anchors += pending
        pending = []
        current = _placed(block, current)
    return root


def _below(parent: Section, level: int, title: str, role: Role, line: int) -> Section:
    child = Section(level, title, role, line, parent)
    parent.children.append(child)
    return child


def _anchors(block: Block) -> list[str]:
    """The names in a block that contains only anchors; they belong to the section around it or after it."""
    if isinstance(block, Paragraph | Html) and "<a" in block.text and len(block.text) < LONGEST_HEADING:
        found = _ANCHOR.findall(block.text)
        if found and not without_markup(block.text).strip():
            return found
    return []


def _placed(block: Block, current: Section) -> Section:
    """Put a block into its section: a new one if it is or starts with a label. Returns the section to continue with."""
    label = _label(block)
    if (
        label is None
        and current.level == LABEL
        and (not _continues_sample(block, current) if current.role.kind == "sample" else _ends_quoted(block, current))
    ):
        current = _heading_of(current)
    if label is None:
        if isinstance(block, Bullets):
            return _labelled_items(block, current)
        current.blocks.append(block)
        return current
    text, role, rest = label
    section = _below(_heading_of(current), LABEL, text, role, block.line)
    section.is_quoted = isinstance(block, Quote)
    if rest is not None:
        section.blocks.append(rest)
    return section


def _ends_quoted(block: Block, current: Section) -> bool:
    """Whether a block follows the code below a label in a quote, to which only code belongs."""
    if not current.is_quoted or isinstance(block, Code | Quote):
        return False
    return bool(current.blocks) and all(isinstance(known, Code) for known in current.blocks)


def _continues_sample(block: Block, current: Section) -> bool:
    """Whether a block still belongs to the label of a sample: code does, and so does a sentence before the code."""
    if isinstance(block, Code | Quote):
        return True
    has_code = any(isinstance(known, Code) for known in current.blocks)
    return isinstance(block, Paragraph) and not has_code and not block.text.startswith(("`", "**"))


def _heading_of(section: Section) -> Section:
    while section.level >= LABEL and section.parent is not None:
        section = section.parent
    return section


#: The text of a label, its role, and the text after it in the same block.
_Label: TypeAlias = tuple[str, Role, Block | None]


def _label(block: Block) -> _Label | None:
    """The label that a block is or starts with, its role, and the text after it in the same block; None without one."""
    if isinstance(block, Quote):
        first = block.blocks[0] if block.blocks else None
        if len(block.blocks) == 1 and isinstance(first, Paragraph) and "\n" not in first.text:
            role = role_of(first.text) if len(first.text) <= LONGEST_LABEL else NAME
            return (first.text, role, None) if role.kind not in ("name", "narrative") else None
        return None
    if not isinstance(block, Paragraph):
        return None
    text = block.text
    arrow = _ARROW.match(text)
    if arrow:
        rest = text[arrow.end() :].strip()
        return (
            text[: arrow.end()],
            Role("response", "response", "", arrow[1]),
            Paragraph(rest, block.line) if rest else None,
        )
    if len(text) <= LONGEST_LABEL and "\n" not in text:
        emphasised = _EMPHASISED.match(text)
        if emphasised or text.endswith(":") or _STATUS_LABEL.match(text):
            role = role_of(emphasised[1] if emphasised else text)
            if role.kind != "name":
                return text, role, None
    if text.startswith(("**", "__")):
        bold = _BOLD_LABEL.match(text)
        role = role_of(bold[2]) if bold else NAME
        if (
            bold
            and role.kind not in ("name", "narrative")
            and (bold[0].rstrip()[-1:] in ":-–—" or ":" in bold[0] or "\n" in bold[0])
        ):
            rest = text[bold.end() :].strip()
            line = block.line + text.count("\n", 0, bold.end())
            return bold[2], role, Paragraph(rest, line) if rest else None
    return None


def _plain_label(block: Block) -> _Label | None:
    """The label of an item that is marked only by a colon: `Query: …`, `Returns: …`."""
    found = _PLAIN_LABEL.match(block.text) if isinstance(block, Paragraph) else None
    role = role_of(found[1]) if found else NAME
    if not found or role.kind not in ("fields", "request", "response", "returns", "errors", "statuses", "sample"):
        return None
    assert isinstance(block, Paragraph)
    return found[1], role, Paragraph(block.text[found.end() :].strip(), block.line)


def _labelled_items(block: Bullets, current: Section) -> Section:
    """Put a list whose items are labels (`* **URL**`, `* **Method:** …`) into sections; any other stays a list.

    Where the first items state the request (`* Method: GET`) and labels follow (`* Data:`), only the labels are
    sections. Returns the section to continue with.
    """
    labels = [_label(item.blocks[0]) or _plain_label(item.blocks[0]) if item.blocks else None for item in block.items]
    is_label = [label is not None and label[1].kind in _MESSAGE_KINDS for label in labels]
    start = is_label.index(True) if True in is_label else 0
    is_led = None in labels[:start] and all(is_label[start:])
    has_more = any(len(item.blocks) > 1 for item in block.items[start:])
    states_method = any(_METHOD_ITEM.match(_first_line(item)) for item in block.items[:start])
    if is_led and (states_method or (start <= _MOST_LED and has_more)):
        current.blocks.append(msgspec.structs.replace(block, items=block.items[:start]))
        return _sections_of_items(block.items[start:], labels[start:], current)
    if (
        not labels
        or any(label is None for label in labels)
        or all(label and label[1].kind == "fields" and label[2] for label in labels)
    ):
        current.blocks.append(block)
        return current
    return _sections_of_items(block.items, labels, current)


def _sections_of_items(
    items: Sequence[Item],
    labels: Sequence[_Label | None],
    current: Section,
    side: Side = "",
) -> Section:
    """Make a section of each item, which is a label. Returns the last; `side` is the side of the label above them."""
    section = current
    for item, label in zip(items, labels, strict=True):
        assert label is not None
        role = label[1] if label[1].side or not side else msgspec.structs.replace(label[1], side=side)
        section = _below(_heading_of(current), LABEL, label[0], role, item.line)
        if label[2] is not None:
            section.blocks.append(label[2])
        for inner in item.blocks[1:]:
            below = _labels_of(inner) if isinstance(inner, Bullets) else []
            if isinstance(inner, Bullets) and below:
                section = _sections_of_items(inner.items, below, current, role.side)
            elif not isinstance(inner, Heading):
                section.blocks.append(inner)
    return section


def _labels_of(block: Bullets) -> list[_Label | None]:
    """The labels that the items of a list are; empty if an item is not a label of a message, or says more than that."""
    labels = [_label(item.blocks[0]) if item.blocks else None for item in block.items]
    are_alone = all(label and label[1].kind in _MESSAGE_KINDS and label[2] is None for label in labels)
    return labels if are_alone else []


def _first_line(item: Item) -> str:
    first = item.blocks[0] if item.blocks else None
    return first.text.partition("\n")[0] if isinstance(first, Paragraph) else ""


def text_of(block: Block) -> str:
    """A block as markdown, for descriptions and findings."""
    match block:
        case Heading(text=text) | Paragraph(text=text) | Html(text=text):
            return text
        case Code(info=info, text=text):
            return f"```{info}\n{text.rstrip()}\n```"
        case Table(head=head, rows=rows):
            lines = [head, ("---",) * len(head), *(row.cells for row in rows)]
            return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines)
        case Bullets(items=items):
            return "\n".join(f"- {_indented(item.blocks)}" for item in items)
        case Quote(blocks=blocks):
            return "\n".join(f"> {line}" for line in "\n\n".join(map(text_of, blocks)).split("\n"))


def _indented(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(map(text_of, blocks)).replace("\n", "\n  ")
