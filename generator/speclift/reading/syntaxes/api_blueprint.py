"""API Blueprint (format 1A): `+ Parameters`, `+ Request`, `+ Response 200` and `+ Attributes` as labelled sections.

Members are written in MSON: `+ limit: 10 (number, optional) - How many`.  They become the rows of a table, so that the
readers of other references understand them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speclift.reading.markdown.blocks import Block, Bullets, Code, Item, Paragraph, Row, Table
from speclift.reading.markdown.roles import Role, RoleKind, plain
from speclift.reading.markdown.sections import LABEL, Section

_WORD = re.compile(
    r"(Parameters|Attributes?|Request|Response|Body|Schema|Headers|Model|Relation|Default|Members|Sample|Items|Properties)"
    r"(?![\w-])(?:\s{1,4}([1-5]\d\d))?([^()\n:]{0,100})(?:\(([^()\n]{0,200}(?:\([^()\n]{0,100}\))?[^()\n]{0,100})\))?(?::\s{0,4}([^\n]{0,200}))?"
    r"[ \t]{0,8}(?:\n|$)",
)
_MEMBER = re.compile(
    r"(?:\*\*)?(?:`([^`\n]{1,100})`|([\w$@.\[\]%-]{1,100}))(?:\*\*)?"
    r"(?:[ \t]{0,4}(?::|=)[ \t]{0,4}(`[^`\n]{0,300}`|[^()\n`]{0,300}))?"
    r"(?:[ \t]{0,4}\(([^()\n]{0,200})\))?(?:\s{0,4}(?:-|\.{3})\s{1,4}(.{0,4000}))?$",
    re.S,
)
_STRUCTURE = re.compile(r"(.{1,200}?)\s{0,4}\([^()]{1,200}\)$")
_MARKS = frozenset(("required", "optional", "fixed", "fixed-type", "nullable", "default", "sample"))
_TOP = frozenset(("parameters", "attributes", "attribute", "request", "response", "model", "headers", "body", "schema"))
_HEAD = ("Name", "Type", "Required", "Nullable", "Default", "Example", "Values", "Description")
_INDENT = "&nbsp;"


def read_blueprint(page: Section) -> None:
    """Replace the lists of API Blueprint on a page with sections, in place."""
    for section in list(_every(page)):
        lists = [block for block in section.blocks if isinstance(block, Bullets) and _is_blueprint(block)]
        if lists:
            found = [_section(item, Role("name"), section) for block in lists for item in block.items]
            taken = {id(block) for block in lists}
            section.blocks[:] = [block for block in section.blocks if id(block) not in taken]
            labels = [child for child in section.children if child.level >= LABEL]
            headings = [child for child in section.children if child.level < LABEL]
            section.children[:] = [*labels, *found, *headings]
        elif _is_structure(section):
            named = _STRUCTURE.match(plain(section.title))
            section.title = named[1] if named else plain(section.title)
            section.anchors.append(section.title.lower().replace(" ", "-"))
            section.blocks[:] = [_table(block) if isinstance(block, Bullets) else block for block in section.blocks]


def _every(section: Section) -> Iterator[Section]:
    """The section and all sections below it, while the page is not complete."""
    yield section
    for child in section.children:
        yield from _every(child)


def _is_blueprint(block: Bullets) -> bool:
    return bool(block.items) and all(_word(item) in _TOP for item in block.items)


def _is_structure(section: Section) -> bool:
    parent = section.parent
    return parent is not None and plain(parent.title).lower() == "data structures" and section.level < LABEL


def _word(item: Item) -> str:
    first = item.blocks[0] if item.blocks else None
    match = _WORD.match(first.text) if isinstance(first, Paragraph) else None
    return match[1].lower() if match else ""


def _section(item: Item, above: Role, parent: Section) -> Section:
    """An item as a section; the text in brackets after its word is a media type or a type."""
    first = item.blocks[0]
    assert isinstance(first, Paragraph)
    match = _WORD.match(first.text)
    assert match is not None
    word, status, stated = match[1].lower().rstrip("s"), match[2] or "", (match[4] or "").strip()
    role = _role(word, status, above, stated)
    section = Section(LABEL, f"{match[1]} {status}".strip(), role, item.line, parent)
    if word == "attribute" and stated:
        section.blocks += _of_type(stated, role, item.line)
    elif word in ("request", "response") and "/" in stated:
        section.blocks.append(Code("http", f"Content-Type: {stated}", item.line))
    rest = first.text[match.end() :].strip()
    if rest:
        section.blocks.append(Paragraph(rest, item.line))
    for inner in item.blocks[1:]:
        if isinstance(inner, Code) and word == "header":
            section.blocks.append(_headers(inner))
        elif isinstance(inner, Bullets) and word in ("parameter", "attribute"):
            section.blocks.append(_table(inner))
        elif isinstance(inner, Bullets) and all(_word(below) for below in inner.items):
            section.children += [_section(below, role, section) for below in inner.items]
        else:
            section.blocks.append(inner)
    return section


def _role(word: str, status: str, above: Role, stated: str) -> Role:
    side = above.side
    match word:
        case "request":
            return Role("request", "request")
        case "response":
            return Role("response", "response", "", status or "200")
        case "parameter":
            return Role("fields", "request")
        case "attribute":
            is_response = side == "response"
            kind: RoleKind = "returns" if is_response and stated else "fields"
            return Role(kind, side or "request", "" if is_response else "body", above.status)
        case "header":
            return Role("fields", side, "header", above.status)
        case "body":
            return Role("sample", side, "", above.status)
        case _:
            return Role("narrative", side, "", above.status)


def _of_type(stated: str, role: Role, line: int) -> list[Block]:
    """The type of attributes, as the parameter that is the whole request body, or as what a response returns."""
    kind = next((part.strip() for part in stated.split(",") if part.strip().lower() not in _MARKS), "")
    if kind.lower() in ("", "object"):
        return []
    if role.kind == "returns":
        return [Paragraph(kind, line)]
    return [Table(("Name", "In", "Type"), (Row(("body", "body", kind), line),), line)]


def _headers(code: Code) -> Table:
    pairs = [line.partition(":") for line in code.text.strip().split("\n")]
    rows = tuple(
        Row((name.strip(), f"`{value.strip()}`"), code.line + number)
        for number, (name, _, value) in enumerate(pairs)
        if value.strip()
    )
    return Table(("Header", "Example"), rows, code.line)


def _table(block: Bullets) -> Table:
    return Table(_HEAD, tuple(_rows(block.items, 0)), block.line)


def _rows(items: Sequence[Item], depth: int) -> Iterator[Row]:
    """The members of a list as rows, each followed by the members below it, which are indented."""
    for item in items:
        first = item.blocks[0] if item.blocks else None
        match = _MEMBER.match(first.text.strip()) if isinstance(first, Paragraph) else None
        if match is None:
            continue
        name, value, description = match[1] or match[2], (match[3] or "").strip("` "), match[5] or ""
        words = [word.strip() for word in (match[4] or "").split(",")]
        kinds = [word for word in words if word and word.strip("`").lower() not in _MARKS and not word.startswith("`")]
        inner: list[Item] = []
        values: list[str] = []
        default = value if "default" in words else ""
        for block in item.blocks[1:]:
            for below in block.items if isinstance(block, Bullets) else ():
                word = _word(below)
                if word == "members":
                    listed = [one for one in below.blocks[1:] if isinstance(one, Bullets)]
                    values += [_literal(one) for bullets in listed for one in bullets.items]
                elif word == "default":
                    default = _literal(below).partition(":")[2].strip(" `") or default
                elif not word:
                    inner.append(below)
        if kinds and kinds[0].startswith("enum") and not values:
            values, inner = [_literal(one) for one in inner], []
        cells = (
            _INDENT * depth + f"`{name}`",
            kinds[0] if kinds else "",
            "yes" if "required" in words else "no" if "optional" in words else "",
            "yes" if "nullable" in words else "",
            f"`{default}`" if default else "",
            "" if default == value else f"`{value}`" if value else "",
            ", ".join(f"`{one}`" for one in values if one),
            description,
        )
        yield Row(cells, item.line)
        yield from _rows(inner, depth + 1)


def _literal(item: Item) -> str:
    first = item.blocks[0] if item.blocks else None
    return first.text.split(" - ")[0].split(" (")[0].strip("` ") if isinstance(first, Paragraph) else ""
