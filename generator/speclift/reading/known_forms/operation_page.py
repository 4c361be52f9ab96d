"""Read a page of a known form, which describes one operation, into a typed record of what its blocks print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from speclift.limits import LONGEST_HEADING, LONGEST_NAME, LONGEST_PATH, BeyondLimitError
from speclift.model.facts import PageFacts
from speclift.model.finding import Finding, Mend
from speclift.model.methods import OPENAPI_METHODS
from speclift.model.page import BodySection, Note, OperationPage, Row, Sample
from speclift.model.schema import Place
from speclift.model.statuses import is_status, status_meant
from speclift.reading.known_forms.forms import PageForm, Section
from speclift.reading.known_forms.http_messages import REQUEST_LINE, STATUS_LINE, parse_message
from speclift.reading.known_forms.page_views import FormPage
from speclift.reading.markdown.block_parser import parse_flat
from speclift.reading.markdown.blocks import Block, Code, Heading, Paragraph, Table, size_of
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.prose import clean

_BACKTICKS = re.compile("`{3,}")
_TITLE = re.compile(rf"(?:{'|'.join(OPENAPI_METHODS)})\s+\S")


def operation_of(page: FormPage) -> PageFacts | None:
    """The operation that a page describes, or what is wrong with the page; None where it has no known form.

    Raises BeyondLimitError where the page has more of something than a limit allows.
    """
    if page.form is None:
        return None
    reader = _Reader(page, page.form)
    # Most pages include nothing.
    found = reader.read(reader.expanded(page) if "[!" in page.text else page.blocks)
    return found if found.printed or page.title else None


class _Reader:
    """Gathers what the blocks of a page say; `section` is the one that the next block belongs to."""

    def __init__(self, page: FormPage, form: PageForm) -> None:
        self.file = page.file
        self.form = form
        self.keys = page.keys
        self.place_of: PlaceOf = partial(Place, page.file)
        self.section: Section | None = None
        self.target: tuple[str, str, int] | None = None
        self.prose: dict[Section | None, list[str]] = {}
        self.tables: dict[Section, tuple[Row, ...]] = {}
        self.notes: list[Note] = []
        self.words: dict[Section, tuple[str, str, int]] = {}
        self.query_sample = ""
        self.samples: dict[str, Sample] = {}
        self.findings: list[Finding] = []

    def expanded(self, page: FormPage) -> list[Block]:
        """The blocks of the page, with the blocks of included files in place of the directives."""
        from speclift.reading.syntaxes.partials import Partials

        count = sum(map(size_of, page.blocks))

        def parse(text: str, first: int) -> list[Block]:
            nonlocal count
            found = parse_flat(text, first, count)
            count += sum(map(size_of, found))
            return found

        partials = Partials(page.file, page.include, page.text, parse)
        found = partials.expand(page.blocks, page.file)
        self.place_of = partials.places.place_of
        self.findings += partials.findings
        return found

    def read(self, blocks: list[Block]) -> PageFacts:
        title, operation_id = self.keys.get("title", ""), self.keys[self.form.id_key]
        for block in blocks:
            self._block(block)
        if self.target is None:
            if _TITLE.match(title):
                message = "The page has an operation id but no http block with a method and a path."
                self._add_finding("SL101", 1, message)
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
                self._add_finding("SL105", heading.line, f"The section {heading.text!r} is not one of the known ones.")
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
            # A code block that contains fences needs a longer fence around it (CommonMark 0.31.2, 4.5).
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
        has_types = len(head) > 2
        above = table.line - self.place_of(table.line).line
        rows = []
        for row in table.rows:
            if row.excess:
                self._add_finding(
                    "SL102", row.line, f"The row of {row.cells[0]!r} has more cells than the table's head."
                )
            if row.cells[0]:
                rows.append(Row(row.cells[0], row.cells[1] if has_types else "", row.cells[-1], row.line - above))
        self.tables[section] = self.tables.get(section, ()) + tuple(rows)

    def _statuses(self) -> tuple[Row, ...]:
        """The rows that name a status code or a range of them (OpenAPI 3.1.1, 4.8.16.2); the others become findings."""
        rows = self.tables.get("statuses", ())
        for row in rows:
            if not is_status(row.name):
                self._report_no_status(row, rows)
        return tuple(row for row in rows if is_status(row.name))

    def _report_no_status(self, row: Row, rows: Sequence[Row]) -> None:
        status = status_meant(row.name)
        is_free = status and all(other.name != status for other in rows)
        mend = Mend(self.file, row.line, row.name, status) if is_free else None
        self._add_finding("SL110", row.line, f"{row.name!r} is not a status; its row was left out.", mend)

    def _request(self) -> BodySection | None:
        if "request" not in self.words:
            return None
        name, kind, line = self.words["request"]
        return BodySection(name, kind, "", self._text("request"), self.tables.get("request", ()), line)

    def _response(self) -> BodySection | None:
        if "response" not in self.words and "response-type" not in self.words:
            return None
        kind, _, line = self.words.get("response", ("", "", 0))
        printed, _, type_line = self.words.get("response-type", ("", "", line))
        rows = self.tables.get("response-type", ())
        return BodySection("", kind, printed, self._text("response"), rows, type_line or line)

    def _text(self, section: Section | None) -> str:
        return "\n\n".join(self.prose.get(section, ()))

    def _add_finding(self, code: str, position: int, message: str, mend: Mend | None = None) -> None:
        place = self.place_of(position)
        self.findings.append(Finding(code, place.file, place.line, message, mend=mend))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
