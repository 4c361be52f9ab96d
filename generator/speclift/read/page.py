"""A page's blocks to a typed record of what it prints."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from speclift.dialect.forms import ENUM_TITLE, SECTIONS, TABLES, Section, dialect_of
from speclift.model.finding import Finding
from speclift.model.page import (
    Body,
    Note,
    OperationPage,
    PageResult,
    Row,
    Sample,
)
from speclift.read.front_matter import front_matter_of, parse_front_matter
from speclift.read.http_message import REQUEST_LINE, STATUS_LINE, parse_message
from speclift.read.include import INCLUDE, IncludeReader, includes_of
from speclift.read.limits import (
    DEEPEST_INCLUDE,
    LARGEST_PAGE,
    LONGEST_HEADING,
    LONGEST_NAME,
    LONGEST_PATH,
    MOST_INCLUDES,
    BeyondLimitError,
)
from speclift.read.markdown import (
    Block,
    Fence,
    Heading,
    Prose,
    Table,
    decode,
    encoding_of,
    parse_blocks,
    size_of,
)
from speclift.read.other_pages import enumeration_of, navigation_of
from speclift.read.prose import clean
from speclift.read.regular import Refused

if TYPE_CHECKING:
    from speclift.reading.vocabulary import Vocabulary

#: How many bytes of a page are looked at for its front matter where its form is guessed.
LONGEST_FRONT_MATTER = 4_000
#: Pages that describe their folder, besides what else they have.
INDEX_PAGES = ("index.md", "readme.md", "index.mdx", "readme.mdx")

#: The forms that a page may have.
Forms: TypeAlias = Literal["any", "known", "other"]

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")
_BACKTICKS = re.compile("`{3,}")
_TITLE = re.compile(r"(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE)\s+\S")


def read_page(
    file: str,
    data: bytes,
    include: IncludeReader,
    vocabulary: Vocabulary | None = None,
    forms: Forms = "any",
) -> PageResult:
    """What the file says: an operation, an enumeration, navigation, or nothing (then the result is empty).

    `file` is the path below the docs root with `/`; it is what findings and `x-source` name.  `vocabulary` are words of
    the reference beside those that every reader knows.  `forms` are those that it may have: with "known" a page of
    another form is not read but marked (`PageResult.is_deferred`), with "other" no page is of a known form.
    """
    try:
        if len(data) > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes.")
        text = decode(data)
        found = _of_known_form(file, text, include, len(data), forms)
        if found.operation or found.enumeration or (found.findings and forms == "any"):
            return found
        if forms == "known":
            return msgspec.structs.replace(found, is_deferred=True)
        # The readers of any form take longer to import than some references take to read.
        from speclift.reading.page import read_facts

        return msgspec.structs.replace(found, facts=read_facts(file, text, include, vocabulary))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return PageResult(findings=(Finding("SL101", file, line, f"The page is not UTF-8{encoding_of(data)}."),))
    except BeyondLimitError as error:
        return PageResult(findings=(Finding("SL107", file, max(error.line, 1), f"{error} The page was left out."),))


def is_of_known_form(data: bytes) -> bool:
    """Whether the front matter of a page is that of an operation of a known form."""
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return False
    keys = parse_front_matter(front_matter_of(data[:LONGEST_FRONT_MATTER].decode(errors="replace").lstrip("\ufeff")))
    return bool(keys.get("title")) and dialect_of(keys) is not None


def _of_known_form(file: str, text: str, include: IncludeReader, size: int, forms: Forms) -> PageResult:
    """What a page of a known form says, and of any index page what it says of its folder; empty of all others."""
    keys = parse_front_matter(front_matter_of(text))
    is_index = posixpath.basename(file).lower() in INDEX_PAGES
    if not (is_index or dialect_of(keys) or ENUM_TITLE.match(keys.get("title", ""))):
        return PageResult()
    blocks = parse_blocks(text)
    navigation = navigation_of(file, keys, blocks) if is_index else None
    if navigation is not None:
        return PageResult(navigation=navigation)
    enumeration = enumeration_of(file, keys, blocks)
    if enumeration:
        return PageResult(enumeration=enumeration)
    if dialect_of(keys) and forms != "other":
        found = _Reader(file, keys, include, size).read(blocks)
        if found.operation or keys.get("title"):
            return found
    return PageResult()


class _Reader:
    """Reads one endpoint page; holds what has been seen so far and the section that blocks belong to."""

    def __init__(self, file: str, keys: dict[str, str], include: IncludeReader, size: int) -> None:
        self.file = file
        self.keys = keys
        self.include = include
        self.section: Section | None = None
        self.target: tuple[str, str, int] | None = None
        self.prose: dict[Section | None, list[str]] = {}
        self.tables: dict[Section, tuple[Row, ...]] = {}
        self.notes: list[Note] = []
        self.words: dict[Section, tuple[str, str, int]] = {}
        self.query_sample = ""
        self.samples: dict[str, Sample] = {}
        self.findings: list[Finding] = []
        #: Files that are included so far, and bytes and blocks of the page with all of them.
        self.included, self.bytes, self.blocks = 0, size, 0

    def read(self, blocks: list[Block]) -> PageResult:
        dialect = dialect_of(self.keys)
        title = self.keys.get("title", "")
        self.blocks = sum(map(size_of, blocks))
        for block, file in self._expanded(blocks, self.file, ()):
            self._block(block, file)
        if self.target is None:
            if dialect and _TITLE.match(title):
                self._found(
                    "SL101", self.file, 1, "The page has an operation id and no http block with a method and a path."
                )
            return PageResult(findings=tuple(self.findings))
        method, path, line = self.target
        if len(path) > LONGEST_PATH or len(self.keys.get(dialect.id_key, "") if dialect else "") > LONGEST_NAME:
            raise BeyondLimitError(
                f"The path has more than {LONGEST_PATH:,} characters or the operation id more than {LONGEST_NAME}.",
                line,
            )
        if dialect is None:
            self._found(
                "SL101", self.file, 1, f"The page of {method} {path} has no operation id: front matter key uid or id."
            )
            return PageResult(findings=tuple(self.findings))
        return PageResult(
            operation=OperationPage(
                file=self.file,
                dialect=dialect.name,
                title=title,
                operation_id=self.keys[dialect.id_key],
                method=method,
                path=path,
                line=line,
                description=self._text(None),
                path_parts=self.tables.get("path", ()),
                query=self.tables.get("query", ()),
                query_sample=self.query_sample,
                headers=self.tables.get("headers", ()),
                request=self._request(),
                response=self._response(),
                statuses=self._statuses(),
                notes=tuple(self.notes),
                request_sample=self.samples.get("request"),
                response_sample=self.samples.get("response"),
                findings=tuple(self.findings),
            )
        )

    def _expanded(self, blocks: list[Block], file: str, parents: tuple[str, ...]) -> Iterator[tuple[Block, str]]:
        """The blocks with included files put in place; each block with the file that it stands in."""
        for block in blocks:
            targets = includes_of(file, block.text) if isinstance(block, Prose) and INCLUDE.search(block.text) else ()
            if not targets:
                yield block, file
                continue
            for target in targets:
                included = self._included(target, file, block.line, (*parents, file))
                yield from self._expanded(included, target, (*parents, file))

    def _included(self, target: str, file: str, line: int, parents: tuple[str, ...]) -> list[Block]:
        """The blocks of an included file; none, and a finding, where it is not to be read."""
        self.included += 1
        if self.included > MOST_INCLUDES:
            raise BeyondLimitError(f"The page includes more than {MOST_INCLUDES} files.")
        name = f"The included file {target[:LONGEST_HEADING]}"
        if len(parents) > DEEPEST_INCLUDE:
            self._found("SL107", file, line, f"{name} lies in more than {DEEPEST_INCLUDE} others.")
            return []
        data = self.include(target) if target not in parents else None
        if data is None:
            self._found("SL104", file, line, f"{name} does not exist or includes itself.")
            return []
        if isinstance(data, Refused):
            self._found("SL104" if data.code == "SL101" else data.code, file, line, f"{name} {data.reason}.")
            return []
        self.bytes += len(data)
        if self.bytes > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes with the files that it includes.")
        try:
            blocks = parse_blocks(decode(data), self.blocks)
            self.blocks += sum(map(size_of, blocks))
            return blocks
        except UnicodeDecodeError:
            self._found("SL104", file, line, f"{name} is not UTF-8{encoding_of(data)}.")
            return []

    def _block(self, block: Block, file: str) -> None:
        match block:
            case Heading():
                self._heading(block, file)
            case Fence():
                self._fence(block, file)
            case Table():
                self._table(block, file)
            case Prose():
                if not self._enter(block.text, block.line, only="response-type"):
                    self.prose.setdefault(self.section, []).append(block.text)

    def _heading(self, heading: Heading, file: str) -> None:
        if heading.level == 1 or self._enter(heading.text, heading.line):
            return
        label, mark, text = heading.text.partition("##")
        if mark and text.strip():
            self.notes.append(Note(label.strip().rstrip(":"), clean(text), heading.line))
        else:
            if self.section is not None:
                self._found("SL105", file, heading.line, f"The section {heading.text!r} is not one of the known ones.")
            self.prose.setdefault(self.section, []).append("#" * heading.level + " " + label.strip().rstrip(":"))

    def _enter(self, text: str, line: int, only: Section | None = None) -> bool:
        if len(text) > LONGEST_HEADING or (only and not text.startswith("Response body")):
            return False
        for section, pattern in SECTIONS:
            found = pattern.match(text) if only in (None, section) else None
            if found:
                self.section = section
                first, second, *_ = (*(word or "" for word in found.groups()), "", "")
                self.words[section] = (first, second, line)
                return True
        return False

    def _fence(self, fence: Fence, file: str) -> None:
        first = fence.text.split("\n", 1)[0]
        request = REQUEST_LINE.match(first)
        if request and self.target is None and fence.info == "http":
            self.target = (request[1], request[2].split("?")[0], fence.line)
            self.prose.pop(None, None)
        elif request and self.section == "query":
            self.query_sample = fence.text.strip()
        elif request and self.section in ("request-sample", "response-sample"):
            self.samples.setdefault("request", parse_message(fence.text, file, fence.line))
        elif STATUS_LINE.match(first) and self.section in ("request-sample", "response-sample"):
            self.samples.setdefault("response", parse_message(fence.text, file, fence.line))
        else:
            # A code block that shows fences needs a longer one of its own (CommonMark 0.31.2, 4.5).
            mark = "`" * max((len(run) + 1 for run in _BACKTICKS.findall(fence.text)), default=3)
            self.prose.setdefault(self.section, []).append(f"{mark}{fence.info}\n{fence.text.rstrip()}\n{mark}")

    def _table(self, table: Table, file: str) -> None:
        head = tuple(cell.lower() for cell in table.head)
        section = TABLES.get(head) or TABLES.get(head[:1]) or self.section
        if section is None or head[0] not in ("path part", "response", "parameter name", "property name"):
            lines = [_row(table.head), "|" + "---|" * len(head), *(_row(row.cells) for row in table.rows)]
            self.prose.setdefault(self.section, []).append("\n".join(lines))
            return
        if section in ("response-type", "response"):
            section = "response-type"
        typed = len(head) > 2
        rows = []
        for row in table.rows:
            if row.excess:
                self._found(
                    "SL102", file, row.line, f"The row of {row.cells[0]!r} has more cells than the table's head."
                )
            if row.cells[0]:
                text = f"{row.cells[-1]} | {row.excess}" if row.excess else row.cells[-1]
                rows.append(Row(row.cells[0], row.cells[1] if typed else "", text, row.line))
        self.tables[section] = self.tables.get(section, ()) + tuple(rows)

    def _statuses(self) -> tuple[Row, ...]:
        """The rows of statuses, each a status code or a range of them (OpenAPI 3.1.1, 4.8.16.2)."""
        rows = self.tables.get("statuses", ())
        for row in rows:
            if not _STATUS.fullmatch(row.name):
                self._found("SL110", self.file, row.line, f"{row.name!r} is no status; its row was left out.")
        return tuple(row for row in rows if _STATUS.fullmatch(row.name))

    def _request(self) -> Body | None:
        if "request" not in self.words:
            return None
        name, kind, line = self.words["request"]
        return Body(name, kind, "", self._text("request"), self.tables.get("request", ()), line)

    def _response(self) -> Body | None:
        if "response" not in self.words and "response-type" not in self.words:
            return None
        kind, _, line = self.words.get("response", ("", "", 0))
        printed, _, type_line = self.words.get("response-type", ("", "", line))
        rows = self.tables.get("response-type", ())
        return Body("", kind, printed, self._text("response"), rows, type_line or line)

    def _text(self, section: Section | None) -> str:
        return "\n\n".join(self.prose.get(section, ()))

    def _found(self, code: str, file: str, line: int, message: str) -> None:
        self.findings.append(Finding(code, file, line, message))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
