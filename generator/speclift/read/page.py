"""A page's blocks to a typed record of what it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from speclift.dialect.forms import PageForm, Section, enumeration_form, form_of
from speclift.dialect.methods import OPENAPI_METHODS
from speclift.model.facts import PageFacts
from speclift.model.finding import Finding, Mend
from speclift.model.page import Body, Note, OperationPage, Row, Sample
from speclift.model.schema import Place
from speclift.model.statuses import is_status, status_meant
from speclift.read.front_matter import front_matter_of, parse_front_matter
from speclift.read.http_message import REQUEST_LINE, STATUS_LINE, parse_message
from speclift.read.include import IncludeReader
from speclift.read.limits import LARGEST_PAGE, LONGEST_HEADING, LONGEST_NAME, LONGEST_PATH, BeyondLimitError
from speclift.read.markdown import decode, encoding_of
from speclift.read.other_pages import enumeration_of, navigation_of
from speclift.read.prose import clean
from speclift.reading.blocks import Block, Code, Heading, Paragraph, Table, parse_flat, size_of
from speclift.reading.places import PlaceOf

if TYPE_CHECKING:
    from speclift.reading.vocabulary import Vocabulary

#: How many bytes of a page are looked at for its front matter where its form is guessed.
LONGEST_FRONT_MATTER = 4_000

#: The forms that a page may have.
Forms: TypeAlias = Literal["any", "known", "other"]

_BACKTICKS = re.compile("`{3,}")
_TITLE = re.compile(rf"(?:{'|'.join(OPENAPI_METHODS)})\s+\S")


def read_page(
    file: str,
    data: bytes,
    include: IncludeReader,
    vocabulary: Vocabulary | None = None,
    forms: Forms = "any",
) -> PageFacts:
    """What the file states; of a page of a known form an operation or enumeration, and of an index what it is about.

    `file` is the path below the docs root with `/`; it is what findings and `x-source` name.  `vocabulary` are words of
    the reference beside those that every reader knows.  `forms` are those that it may have: with "known" a page of
    another form is not read but marked (`PageFacts.is_deferred`), with "other" no page is of a known form.
    """
    try:
        if len(data) > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes.")
        text = decode(data)
        found = _of_known_form(file, text, include, forms)
        if found.printed or found.types or (found.findings and forms == "any"):
            return found
        if forms == "known":
            return msgspec.structs.replace(found, is_deferred=True)
        # The readers of any form take longer to import than some references take to read.
        from speclift.reading.page import read_facts

        return read_facts(file, text, include, vocabulary)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return PageFacts(file, findings=(Finding("SL101", file, line, f"The page is not UTF-8{encoding_of(data)}."),))
    except BeyondLimitError as error:
        return PageFacts(
            file, findings=(Finding("SL107", file, max(error.line, 1), f"{error} The page was left out."),)
        )


def is_of_known_form(data: bytes) -> bool:
    """Whether the front matter of a page is that of an operation of a known form."""
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return False
    keys = parse_front_matter(front_matter_of(data[:LONGEST_FRONT_MATTER].decode(errors="replace").lstrip("\ufeff")))
    return bool(keys.get("title")) and form_of(keys) is not None


def _of_known_form(file: str, text: str, include: IncludeReader, forms: Forms) -> PageFacts:
    """What a page of a known form says, and of any index page what it says of its folder; empty of all others."""
    keys = parse_front_matter(front_matter_of(text))
    nothing = PageFacts(file)
    form = form_of(keys)
    if not (nothing.is_index or form or enumeration_form(keys.get("title", ""))):
        return nothing
    blocks = parse_flat(text)
    found = navigation_of(file, keys, blocks) if nothing.is_index else None
    found = found or enumeration_of(file, keys, blocks)
    if found:
        return found
    if form and forms != "other":
        reader = _Reader(file, form, keys)
        # The page as it stands is much the most frequent one.
        found = reader.read(reader.expanded(blocks, include, text) if "[!" in text else blocks)
        if found.printed or keys.get("title"):
            return found
    return nothing


class _Reader:
    """Reads one endpoint page; holds what has been seen so far and the section that blocks belong to."""

    def __init__(self, file: str, form: PageForm, keys: dict[str, str]) -> None:
        self.file = file
        self.form = form
        self.keys = keys
        self.place_of: PlaceOf = partial(Place, file)
        self.section: Section | None = None
        self.target: tuple[str, str, int] | None = None
        self.prose: dict[Section | None, list[str]] = {}
        self.tables: dict[Section, tuple[Row, ...]] = {}
        self.notes: list[Note] = []
        self.words: dict[Section, tuple[str, str, int]] = {}
        self.query_sample = ""
        self.samples: dict[str, Sample] = {}
        self.findings: list[Finding] = []

    def expanded(self, blocks: list[Block], include: IncludeReader, text: str) -> list[Block]:
        """The blocks of a page, with those of the files that it includes in their places."""
        from speclift.reading.partials import Partials

        count = sum(map(size_of, blocks))

        def parse(text: str, first: int) -> list[Block]:
            nonlocal count
            found = parse_flat(text, first, count)
            count += sum(map(size_of, found))
            return found

        partials = Partials(self.file, include, text, parse)
        found = partials.expand(blocks, self.file)
        self.place_of = partials.places.place_of
        self.findings += partials.findings
        return found

    def read(self, blocks: list[Block]) -> PageFacts:
        title, operation_id = self.keys.get("title", ""), self.keys[self.form.id_key]
        for block in blocks:
            self._block(block)
        if self.target is None:
            if _TITLE.match(title):
                message = "The page has an operation id and no http block with a method and a path."
                self._found("SL101", 1, message)
            return PageFacts(self.file, findings=tuple(self.findings))
        method, path, line = self.target
        if len(path) > LONGEST_PATH or len(operation_id) > LONGEST_NAME:
            raise BeyondLimitError(
                f"The path has more than {LONGEST_PATH:,} characters or the operation id more than {LONGEST_NAME}.",
                line,
            )
        return PageFacts(
            self.file,
            printed=OperationPage(
                file=self.file,
                form=self.form.name,
                title=title,
                operation_id=operation_id,
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
            ),
            findings=tuple(self.findings),
        )

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Code():
                self._fence(block)
            case Table():
                self._table(block)
            case Paragraph():
                is_heading = bool(self.form.paragraph) and block.text.startswith(self.form.paragraph)
                if not (is_heading and self._enter(block.text, block.line, only=self.form.paragraph_section)):
                    self.prose.setdefault(self.section, []).append(block.text)

    def _heading(self, heading: Heading) -> None:
        if heading.level == 1 or self._enter(heading.text, heading.line):
            return
        mark = self.form.note_mark
        label, _, text = heading.text.partition(mark) if mark else (heading.text, "", "")
        if text.strip():
            self.notes.append(Note(label.strip().rstrip(":"), clean(text), self.place_of(heading.line).line))
        else:
            if self.section is not None:
                self._found("SL105", heading.line, f"The section {heading.text!r} is not one of the known ones.")
            self.prose.setdefault(self.section, []).append("#" * heading.level + " " + label.strip().rstrip(":"))

    def _enter(self, text: str, line: int, only: Section | None = None) -> bool:
        if len(text) > LONGEST_HEADING:
            return False
        for section, pattern in self.form.sections:
            found = pattern.match(text) if only in (None, section) else None
            if found:
                self.section = section
                first, second, *_ = (*(word or "" for word in found.groups()), "", "")
                self.words[section] = (first, second, self.place_of(line).line)
                return True
        return False

    def _fence(self, fence: Code) -> None:
        first, place = fence.text.split("\n", 1)[0], self.place_of(fence.line)
        request = REQUEST_LINE.match(first)
        if request and self.target is None and fence.info == "http":
            self.target = (request[1], request[2].split("?")[0], place.line)
            self.prose.pop(None, None)
        elif request and self.section == "query":
            self.query_sample = fence.text.strip()
        elif request and self.section in ("request-sample", "response-sample"):
            self.samples.setdefault("request", parse_message(fence.text, place))
        elif STATUS_LINE.match(first) and self.section in ("request-sample", "response-sample"):
            self.samples.setdefault("response", parse_message(fence.text, place))
        else:
            # A code block that shows fences needs a longer one of its own (CommonMark 0.31.2, 4.5).
            mark = "`" * max((len(run) + 1 for run in _BACKTICKS.findall(fence.text)), default=3)
            self.prose.setdefault(self.section, []).append(f"{mark}{fence.info}\n{fence.text.rstrip()}\n{mark}")

    def _table(self, table: Table) -> None:
        head = tuple(cell.lower() for cell in table.head)
        section = self.form.tables.get(head) or self.form.tables.get(head[:1]) or self.section
        if section is None or head[0] not in self.form.rows:
            lines = [_row(table.head), "|" + "---|" * len(head), *(_row(row.cells) for row in table.rows)]
            self.prose.setdefault(self.section, []).append("\n".join(lines))
            return
        if section in ("response-type", "response"):
            section = "response-type"
        typed = len(head) > 2
        above = table.line - self.place_of(table.line).line
        rows = []
        for row in table.rows:
            if row.excess:
                self._found("SL102", row.line, f"The row of {row.cells[0]!r} has more cells than the table's head.")
            if row.cells[0]:
                rows.append(Row(row.cells[0], row.cells[1] if typed else "", row.cells[-1], row.line - above))
        self.tables[section] = self.tables.get(section, ()) + tuple(rows)

    def _statuses(self) -> tuple[Row, ...]:
        """The rows of statuses, each a status code or a range of them (OpenAPI 3.1.1, 4.8.16.2)."""
        rows = self.tables.get("statuses", ())
        for row in rows:
            if not is_status(row.name):
                self._no_status(row, rows)
        return tuple(row for row in rows if is_status(row.name))

    def _no_status(self, row: Row, rows: Sequence[Row]) -> None:
        status = status_meant(row.name)
        is_free = status and all(other.name != status for other in rows)
        mend = Mend(self.file, row.line, row.name, status) if is_free else None
        self._found("SL110", row.line, f"{row.name!r} is no status; its row was left out.", mend)

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

    def _found(self, code: str, position: int, message: str, mend: Mend | None = None) -> None:
        place = self.place_of(position)
        self.findings.append(Finding(code, place.file, place.line, message, mend=mend))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
