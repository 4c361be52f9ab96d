"""What each page of a reference states, before pages are put together.

Every record states its place. Nothing here is concluded from another page.
"""

from __future__ import annotations

import posixpath
from typing import Literal, TypeAlias

import msgspec

from speclift.model.finding import Finding
from speclift.model.page import OperationPage
from speclift.model.schema import Place

#: Names of the index page of a folder, without the suffix.
INDEX_NAMES = ("index", "readme", "_index")

#: Where a field is sent: the `in` of OpenAPI, `body` and `form` for members of the request body, empty where nothing on
#: the page says so.
Location: TypeAlias = Literal["", "path", "query", "header", "cookie", "body", "form"]


def is_index(file: str) -> bool:
    """Whether the name of a file is that of an index page, which is about its own folder."""
    return posixpath.splitext(posixpath.basename(file))[0].lower() in INDEX_NAMES


class Primitive(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="primitive"):
    """A JSON Schema type (`string`, `integer`, `number`, `boolean`, `object`, `array`, `null`) and its format."""

    type: str
    format: str = ""


class Named(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="named"):
    """A type that is given by name; `target` is the target of its link, as printed, empty without one."""

    name: str
    target: str = ""


class ListOf(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="list"):
    """A list whose items all have the same type."""

    items: PrintedType


class MapOf(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="map"):
    """An object with arbitrary keys, whose values all have the same type."""

    values: PrintedType


class OneOf(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="one-of"):
    """One of several types; null is among them only within another type (see `Printed.is_nullable`)."""

    options: tuple[PrintedType, ...]


class Enumerated(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="enumerated"):
    """One of the listed values; `type` is their JSON Schema type."""

    values: tuple[str, ...]
    type: str = "string"


class Unknown(msgspec.Struct, frozen=True, array_like=True, tag_field="is", tag="unknown"):
    """A type that the grammar cannot read, as printed; empty without one, `any` where the docs allow anything."""

    text: str = ""


PrintedType: TypeAlias = Primitive | Named | ListOf | MapOf | OneOf | Enumerated | Unknown


class Member(msgspec.Struct, frozen=True, array_like=True):
    """A member of an enumeration: name, number as printed (may be empty), description, line."""

    name: str
    value: str
    description: str
    line: int


class Printed(msgspec.Struct, frozen=True, array_like=True):
    """A printed type with all marks beside it. `is_required` is None where nothing states it.  `limits` are pairs of a
    JSON Schema keyword and its value (`maximum`, `maxLength`, `pattern` …).
    """

    type: PrintedType = Unknown()
    is_nullable: bool = False
    is_required: bool | None = None
    default: str | None = None
    limits: tuple[tuple[str, int | float | str], ...] = ()
    location: Location = ""
    is_read_only: bool = False
    is_write_only: bool = False
    is_deprecated: bool = False


class Field(msgspec.Struct, frozen=True, array_like=True):
    """A parameter, property or header field: its name and all that its row, bullet or sentence says about it.

    `values` are the listed members; `has_more_values` is set where the text says that there are others.  `fields` are
    the fields nested in it.
    """

    name: str
    place: Place
    printed: Printed = Printed()
    description: str = ""
    location: Location = ""
    values: tuple[str, ...] = ()
    has_more_values: bool = False
    example: str = ""
    is_read_only: bool = False
    is_write_only: bool = False
    is_deprecated: bool = False
    fields: tuple[Field, ...] = ()


class MessageSample(msgspec.Struct, frozen=True, array_like=True):
    """A sample request or response.

    A request has `method` and `target` (the request target with its query, or an absolute URL) where they are shown; a
    response has `status`.  `body` is the text of the body as printed; `json` is its value as strict JSON text, empty
    where the body is not JSON.  `is_partial`: the body leaves something out (an ellipsis, a comment), so members that
    it lacks may still exist.  `form` has the name and value of each form field, and the value of a file begins with
    `@`; `body_file` is the name of a file that holds the body.
    """

    place: Place
    method: str = ""
    target: str = ""
    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    json: str = ""
    is_partial: bool = False
    form: tuple[tuple[str, str], ...] = ()
    body_file: str = ""


class BodyFacts(msgspec.Struct, frozen=True, array_like=True):
    """What a page states about a request or response body: its type, its fields, and its samples."""

    place: Place
    type: PrintedType = Unknown()
    fields: tuple[Field, ...] = ()
    samples: tuple[MessageSample, ...] = ()
    media_types: tuple[str, ...] = ()
    description: str = ""
    is_required: bool | None = None


class ResponseFacts(msgspec.Struct, frozen=True, array_like=True):
    """One documented status (`200`, `4XX`, `default`); `body` is None where the page states no content.

    `is_empty`: the page says that there is no content.
    """

    status: str
    place: Place
    description: str = ""
    body: BodyFacts | None = None
    headers: tuple[Field, ...] = ()
    is_empty: bool = False


class SharedParameters(msgspec.Struct, frozen=True, array_like=True):
    """Parameters of an operation that another section describes: `target` is the link to that section, as printed.

    `names` are those that the operation has, empty where it has all of them.
    """

    target: str
    place: Place
    names: tuple[str, ...] = ()


class OperationFacts(msgspec.Struct, frozen=True, array_like=True):
    """One operation: everything in its section.

    `path` has its placeholders in braces, and no host, query or fragment; `server` is the scheme, host and base path
    that the request line has before it.  `operation_id` is empty where the docs state none.  `tag` is the
    heading or page that groups it.  `parameters` are all fields that are not plainly members of the body.
    `is_indexed`: only a row of an index states it; it has no section of its own.
    `is_bodiless`: the page says that no request body is sent.
    """

    method: str
    path: str
    place: Place
    title: str = ""
    description: str = ""
    operation_id: str = ""
    tag: str = ""
    server: str = ""
    parameters: tuple[Field, ...] = ()
    request: BodyFacts | None = None
    request_samples: tuple[MessageSample, ...] = ()
    responses: tuple[ResponseFacts, ...] = ()
    security: tuple[str, ...] = ()
    is_deprecated: bool = False
    is_indexed: bool = False
    is_bodiless: bool = False
    shared: tuple[SharedParameters, ...] = ()


class TypeFacts(msgspec.Struct, frozen=True, array_like=True):
    """A type that a page or section describes: an object with fields and samples, or an enumeration with `values`.

    `anchors` are the fragments that lead to it (its heading's id, an `<a name>` before it); an empty one means that the
    page as a whole is about it.  `members` say more about `values`, where a page lists nothing else.
    """

    name: str
    place: Place
    anchors: tuple[str, ...] = ()
    description: str = ""
    fields: tuple[Field, ...] = ()
    samples: tuple[MessageSample, ...] = ()
    values: tuple[str, ...] = ()
    base: PrintedType = Unknown()
    members: tuple[Member, ...] = ()


class Unclaimed(msgspec.Struct, frozen=True, array_like=True):
    """A block in the section of an operation or type that no reader understood: its kind and how it starts.

    A row of a field table that does not describe a field has the kind `row`.  `is_narrative`: it is in a section that
    explains rather than states facts.
    """

    kind: str
    place: Place
    text: str
    section: str
    is_narrative: bool = False


class Claimed(msgspec.Struct, frozen=True, array_like=True):
    """How many blocks of one kind a reader understood in sections with one title; `line` is that of the first."""

    section: str
    kind: str
    reader: str
    blocks: int
    line: int = 0


class PageFacts(msgspec.Struct, frozen=True, array_like=True):
    """Everything that one page states.

    `blocks` is the number of blocks in the sections of operations and types: each of them either was understood by a
    reader and counts in `claimed`, or is in `unclaimed`, which also has rows of tables.  `outside` is the number of all
    other blocks: those of guides and introductions.  `error` is the body that error responses of all operations have.

    `printed` is the one operation of a page of a known form.  `is_deferred`: the readers of other forms have not read
    the page, since pages of a known form may describe every request that it names.
    """

    file: str
    title: str = ""
    description: str = ""
    operations: tuple[OperationFacts, ...] = ()
    types: tuple[TypeFacts, ...] = ()
    servers: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    claimed: tuple[Claimed, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocks: int = 0
    outside: int = 0
    error: BodyFacts | None = None
    printed: OperationPage | None = None
    is_deferred: bool = False

    @property
    def is_index(self) -> bool:
        """Whether the page is about its folder, whatever else it contains."""
        return is_index(self.file)

    @property
    def enumeration(self) -> TypeFacts | None:
        """The enumeration on a page of a known form."""
        return next((kind for kind in self.types if kind.members), None)
