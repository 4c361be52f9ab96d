"""The fields in tables of parameters, properties and headers; the columns may have any names and any order."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.limits import LONGEST_NAME
from speclift.model.facts import Enumerated, Field, Location, Named, Printed, Unknown
from speclift.model.form import Column
from speclift.reading.fields.columns import Columns, column_of, columns_of, location_of
from speclift.reading.fields.continued_rows import with_continued_rows
from speclift.reading.fields.field import FieldParts, field_of
from speclift.reading.fields.marks import described
from speclift.reading.fields.yes_no import truth
from speclift.reading.markdown.blocks import Row, Table
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.roles import plain
from speclift.reading.types.printed import printed

_INDENT = re.compile(r"(?:(?:&nbsp;|\u00a0|\u2003|&emsp;|»|›|>|→|↳|└|├|─|—|–|-|\.|·|•|\+)\s{0,4}){1,20}+(?=[\w`*\[$@])")
_STEP = re.compile(r"&nbsp;|\u00a0|\u2003|&emsp;|»|›|>|→|↳|└|├|—|–|-|·|•|\+|\.")
#: A character before a name that shows the location, as in a path and its query: `/id`, `?limit`.
_SIGIL = re.compile(r"([/?])(?=[A-Za-z_][\w.$-]{0,100}(?:<|\s|$))")
_LOCATION_OF_SIGIL: dict[str, Location] = {"/": "path", "?": "query"}
_STATUS_CELL = re.compile(r"\W{0,4}(?:HTTP\s)?[1-5](?:\d\d|xx)\b", re.I)
_CODED_STATUS = re.compile(r"[`*]{0,4}[1-5]\d\d(?:[`*]|\s[A-Z])")
#: An object whose members are the rows after it.
_FOLLOWING = re.compile(
    r"\b(?:object|hash)\b[^.\n]{0,40}\bfollowing\b(?: [\w-]{1,20}){0,2} "
    r"(?:details|properties|fields|parameters|attributes|keys|members|values)\b[^.\n]{0,20}[.:]?\s{0,3}\Z",
    re.I,
)
_OR = re.compile(r"(?<=`)\s{1,3}(?=`)|\s{1,4}or\s{1,4}", re.I)
_MARKED_NAME = re.compile(
    r"`[A-Za-z_$][\w.$-]{0,80}\*?`(?:\s{0,2}(?:\\?\*|`\*`|<[a-z][^<>]{0,80}>\s{0,2}(?:`?\*`?)\s{0,2}</[a-z]{1,10}>)){0,2}"
)
_SHARE_OF_STATUSES = 0.6
_OTHER_STATUSES = frozenset(("default", "other status codes", "other", "any other status", "others"))
#: A cell that holds only a name in bold or code, and the head of a table that starts with such a cell, by its width.
#: The name may be a link, and the lines below it are its type and marks.
_NAME_ALONE = re.compile(
    r"\s{0,4}(?:(?:\*\*|`){1,2}[A-Za-z_$@][\w.$@\[\]-]{0,120}(?:\*\*|`){1,2}"
    r"|`\[[A-Za-z_$@][\w.$@-]{0,120}\]\(#[^()\s]{1,200}\)`)\s{0,4}(?:\n[^\n]{0,120}){0,6}$"
)
_DEFAULT_HEADS = {2: ("Name", "Description"), 3: ("Name", "Type", "Description")}
#: The labels of fields in Protocol Buffers.
_LABELS = frozenset(("repeated", "optional", "required", ""))
_NECESSITY = frozenset(("required", "optional", "mandatory"))


def columns_in(table: Table) -> Columns:
    """The columns of a table by its head and its cells: a column called `Type` may instead say what is `required` or
    `optional`, or hold locations (`Query`, `Body`).
    """
    found = _with_necessity(_with_labels(_with_names(columns_of(table.head), table), table), table)
    at = found.at.get("type")
    if at == 0 and "name" not in found.at and "value" in found.at:
        # Headers and their values, where the head is the name of the first: `Content-Type | Value`.
        return Columns({**{column: index for column, index in found.at.items() if column != "type"}, "name": 0})
    if at is None or not table.rows:
        return _described(found, table)
    cells = [plain(row.cells[at]).lower() for row in table.rows if at < len(row.cells)]
    second = next((index for index, head in enumerate(table.head) if index != at and column_of(head) == "type"), None)
    has_other = "schema" in found.at or second is not None
    other: Column
    if "required" not in found.at and all(cell in _NECESSITY for cell in cells):
        other = "required"
    elif "location" not in found.at and has_other and all(location_of(cell) for cell in cells):
        other = "location"
    else:
        return found
    rest: dict[Column, int] = {column: index for column, index in found.at.items() if column != "type"}
    rest[other] = at
    if second is not None:
        rest["type"] = second
    return Columns(rest)


def _with_names(found: Columns, table: Table) -> Columns:
    """The columns; a first column called `Path` holds names if its cells are property paths: `nest.height`."""
    if found.at.get("path") != 0 or "name" in found.at or not {"type", "description"} <= found.at.keys():
        return found
    if any(row.cells[0].strip("`* ").startswith(("/", "http")) for row in table.rows):
        return found
    return Columns({**{column: at for column, at in found.at.items() if column != "path"}, "name": 0})


def with_head(table: Table) -> Table:
    """The table, with a head added where its first row is not a head but starts with a marked name, as all rows do."""
    heads = _DEFAULT_HEADS.get(len(table.head))
    if len(table.head) == 2 and _CODED_STATUS.match(table.head[0]):
        return Table(("Status", "Description"), (Row(table.head, table.line), *table.rows), table.line)
    is_column = column_of(table.head[0]) and not table.head[0].startswith("`")
    is_only_row = not table.rows and not table.head[0].startswith("`")
    if heads is None or is_only_row or is_column or not _NAME_ALONE.match(table.head[0]):
        return table
    if not all(_NAME_ALONE.match(row.cells[0]) for row in table.rows):
        return table
    return Table(heads, (Row(table.head, table.line), *table.rows), table.line)


def _label_column(table: Table) -> int:
    """The position of a column called `Label` that says which fields are `repeated`; -1 where there is none."""
    at = next((index for index, head in enumerate(table.head) if plain(head).lower() == "label"), -1)
    is_label = at >= 0 and all(row.cells[at].strip("`* ").lower() in _LABELS for row in table.rows)
    return at if is_label else -1


def _with_labels(found: Columns, table: Table) -> Columns:
    """The columns, without the column of labels, which would count as a description."""
    at = _label_column(table)
    if at < 0:
        return found
    head = tuple("" if index == at else text for index, text in enumerate(table.head))
    return columns_of(head)


def _with_necessity(found: Columns, table: Table) -> Columns:
    """The columns; one with an empty head counts as `required` if its cells say `required` or `optional`."""
    if {"required", "optional"} & found.at.keys() or "" not in table.head:
        return found
    at = table.head.index("")
    cells = [plain(row.cells[at]).lower() for row in table.rows if at < len(row.cells)]
    return Columns({**found.at, "required": at}) if cells and all(cell in _NECESSITY for cell in cells) else found


def _described(found: Columns, table: Table) -> Columns:
    """The columns; the second of two is a description if its head says nothing."""
    if len(table.head) != 2 or len(found.at) > 1 or found.at.get("name", 0) != 0 or column_of(table.head[1]):
        return found
    return Columns({**found.at, "name": 0, "description": 1})


def is_status_table(table: Table) -> bool:
    """Whether the rows are statuses. The status codes in the cells decide, whatever the head says."""
    columns = columns_of(table.head)
    index = columns.at.get("status", 0)
    cells = [row.cells[index] for row in table.rows if index < len(row.cells)]
    coded = sum(bool(_STATUS_CELL.match(cell)) for cell in cells)
    if not coded:
        return False
    others = sum(plain(cell).lower() in _OTHER_STATUSES for cell in cells)
    return coded + others >= _SHARE_OF_STATUSES * len(cells)


def is_field_table(table: Table, *, is_expected: bool, is_headed: bool | None = None) -> bool:
    """Whether the rows are fields. `is_expected`: the section announces fields; if not, one column must hold something
    that only fields have.  `is_headed`: the heading says that fields follow (by default, as `is_expected`); if not,
    there must be a column of names, or one of types and one of descriptions.
    """
    is_headed = is_expected if is_headed is None else is_headed
    table = with_head(table)
    columns = _with_names(columns_of(table.head), table).at
    if "method" in columns or ("path" in columns and "name" not in columns) or is_status_table(table):
        return False
    if "name" not in columns:
        says_fields = is_headed or {"type", "description"} <= columns.keys()
        return says_fields and not columns.keys() & {"status", "request"} and 1 < len(table.head) < 8
    strong = columns.keys() & {"type", "location", "required", "optional", "default", "nullable", "format", "schema"}
    return bool(strong) or (is_expected and bool(table.rows)) or ("example" in columns and "description" in columns)


def fields_of_table(table: Table, place_of: PlaceOf, location: Location = "") -> tuple[Field, ...]:
    """The fields of a table; an indented row belongs to the nearest row above it that is less indented."""
    table = with_head(table)
    columns = columns_in(table)
    flat: list[tuple[int, Field]] = []
    name_at = columns.at.get("name", 0)
    table = with_continued_rows(table, name_at, columns.at.get("description", name_at))
    has_locations = _has_locations(table, columns)
    has_types = "values" in columns.at and not columns.at.keys() & {"type", "format", "schema"}
    label_at = _label_column(table)
    for row in table.rows:
        cell = row.cells[name_at] if name_at < len(row.cells) else ""
        level, cell = _level(cell)
        if not cell.strip() or len(cell) > LONGEST_NAME:
            continue
        sigil = _SIGIL.match(cell) if not has_locations else None
        if sigil:
            cell = cell[sigil.end() :]
        stated = columns.cell(row, "location") if has_locations else ""
        is_repeated = label_at >= 0 and row.cells[label_at].strip("`* ").lower() == "repeated"
        values = columns.cell(row, "values")
        kind = values if has_types and not isinstance(printed(values).type, Unknown | Enumerated | Named) else ""
        parts = FieldParts(
            name=cell,
            type=kind
            if kind
            else f"array of {columns.cell(row, 'type')}"
            if is_repeated
            else columns.cell(row, "type") or columns.cell(row, "format") or columns.cell(row, "schema"),
            description=columns.cell(row, "description")
            or ("" if "description" in columns.at else columns.cell(row, "value")),
            notes=columns.cell(row, "notes") or _default_in(columns.cell(row, "required")),
            required=_required(columns, row),
            nullable=truth(columns.cell(row, "nullable")) if "nullable" in columns.at else None,
            read_only=bool(truth(columns.cell(row, "read-only"))),
            default=columns.cell(row, "default"),
            example=columns.cell(row, "example") or (columns.cell(row, "value") if "description" in columns.at else ""),
            values="" if kind else values,
            location=_LOCATION_OF_SIGIL[sigil[1]] if sigil else location_of(stated) or location,
        )
        if cell.strip("`* ").lower() in ("none", "n/a"):
            # Such a row says that there are no fields, or that the object has no name: it is the whole body.
            if not parts.type.lower().startswith("object"):
                continue
            parts = msgspec.structs.replace(parts, name="body", location="body")
        for own in _alternatives(parts):
            field = field_of(own, place_of(row.line))
            if field is not None:
                flat.append((level, field))
    flat = _with_following(flat)
    names = [row.cells[name_at].strip("`* ") for row in table.rows if name_at < len(row.cells)]
    is_marked = any(name.endswith(("?", "_optional_", "(optional)")) for name in names)
    if "required" not in columns.at and "optional" not in columns.at and is_marked:
        # If optional fields have a mark, all others are required; a star then only refers to a note.
        flat = [(level, _with_required(field, field.printed.is_required is not False)) for level, field in flat]
    if "notes" in columns.at and "required" not in columns.at:
        notes = [columns.cell(row, "notes").lstrip() for row in table.rows]
        is_flagged = any(note.startswith("[") for note in notes)
        if is_flagged or any(described(note).is_required is not None for note in notes):
            flat = _with_unmarked_required(flat, is_flagged=is_flagged)
    return nested(flat)


def _with_following(flat: list[tuple[int, Field]]) -> list[tuple[int, Field]]:
    """The fields; those behind the only "object with the following details" of a table are below it."""
    owners = [at for at, (_, field) in enumerate(flat) if _FOLLOWING.search(field.description)]
    if len(owners) != 1 or len({level for level, _ in flat}) != 1:
        return flat
    at = owners[0]
    return [*flat[: at + 1], *((level + 1, field) for level, field in flat[at + 1 :])]


def fields_by_status(table: Table, place_of: PlaceOf) -> dict[str, tuple[Field, ...]]:
    """The fields of a table whose rows name the status of the response too, by status; empty for any other table."""
    columns = columns_of(table.head).at
    if not {"status", "name", "type"} <= columns.keys() or not is_status_table(table):
        return {}
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        code = _STATUS_CELL.match(row.cells[columns["status"]])
        if code:
            rows.setdefault(code[0].strip("`* ")[-3:].upper(), []).append(row)
    head = tuple("" if index == columns["status"] else text for index, text in enumerate(table.head))
    return {status: fields_of_table(Table(head, tuple(own), table.line), place_of) for status, own in rows.items()}


def _with_unmarked_required(flat: list[tuple[int, Field]], *, is_flagged: bool) -> list[tuple[int, Field]]:
    """The fields; those without a mark are required if the notes mark only optional fields.

    `is_flagged`: the notes are flags in brackets, as generators print them, so the lack of a flag means required too.
    """
    marks = [field.printed.is_required for _, field in flat]
    if (False not in marks and not is_flagged) or True in marks:
        return flat
    return [
        (level, field)
        if field.printed.is_required is not None
        else (level, msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=True)))
        for level, field in flat
    ]


def _with_required(field: Field, is_required: bool) -> Field:
    return msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=is_required))


def nested(flat: Sequence[tuple[int, Field]]) -> tuple[Field, ...]:
    """The tree of fields that a flat list of levels and fields stands for."""
    found: list[Field] = []
    index = 0
    while index < len(flat):
        level, field = flat[index]
        end = index + 1
        while end < len(flat) and flat[end][0] > level:
            end += 1
        if end > index + 1:
            field = msgspec.structs.replace(field, fields=(*field.fields, *nested(flat[index + 1 : end])))
        found.append(field)
        index = end
    return tuple(found)


def _has_locations(table: Table, columns: Columns) -> bool:
    """Whether the column that may hold locations does hold any: `Parameter type` is also a head for types."""
    if "location" not in columns.at:
        return False
    cells = [columns.cell(row, "location") for row in table.rows]
    return any(location_of(cell) for cell in cells)


def _alternatives(parts: FieldParts) -> list[FieldParts]:
    """The parts of each alternative that a row names (`id` or `name`), none of them required; else only these parts."""
    names = _OR.split(parts.name)
    if len(names) < 2 or not all(_MARKED_NAME.fullmatch(name.strip()) for name in names):
        return [parts]
    return [msgspec.structs.replace(parts, name=name.replace("*", ""), required=False) for name in names]


def _required(columns: Columns, row: Row) -> bool | None:
    if "required" in columns.at:
        return truth(columns.cell(row, "required"))
    if "optional" in columns.at:
        is_optional = truth(columns.cell(row, "optional"))
        return None if is_optional is None else not is_optional
    return None


def _default_in(cell: str) -> str:
    """The cell of a column *Required*, if it also states a default: `Optional, default=20`; else empty."""
    return cell if "default" in cell.lower() else ""


def _level(cell: str) -> tuple[int, str]:
    """How far a cell is indented, in steps, and the cell without its indentation."""
    indent = _INDENT.match(cell)
    if not indent:
        return 0, cell
    return len(_STEP.findall(indent[0])), cell[indent.end() :]


def unread(printed: Printed) -> bool:
    """Whether a type was printed but could not be read."""
    return isinstance(printed.type, Unknown) and bool(printed.type.text)
