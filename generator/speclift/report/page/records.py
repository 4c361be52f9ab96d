"""What the report says, before anything is drawn: frozen records of counts, kinds of evidence and certainty."""

from __future__ import annotations

import msgspec

from speclift.model.finding import Severity
from speclift.model.schema import Place
from speclift.report.coverage.count import Coverage


class Pages(msgspec.Struct, frozen=True):
    """How many files were read, and what they are; `others` are neither pages of the form nor included by one."""

    files: int
    operations: int
    enumerations: int
    navigation: int
    others: int


class Samples(msgspec.Struct, frozen=True):
    """How many bodies the samples of requests and responses show; `unread` are not what their media type says."""

    requests: int
    responses: int
    unread: int

    @property
    def all(self) -> int:
        """All bodies that are read."""
        return self.requests + self.responses


class Counts(msgspec.Struct, frozen=True):
    """How much of each kind there is in the whole reference.

    `closed` enumerations are listed on a page and are components, `listed` are in a parameter's table, `open` are
    properties whose members only samples show.
    """

    pages: Pages
    operations: int
    parameters: int
    objects: int
    properties: int
    closed: int
    listed: int
    open: int
    samples: Samples
    findings: int


class Group(msgspec.Struct, frozen=True):
    """A folder of pages, which is a tag of the document: its operations, and the components that these reach.

    `findings` has a number for each code of `Overview.codes`, in their order.
    """

    name: str
    pages: int
    operations: int
    requests: int
    responses: int
    components: int
    enumerations: int
    findings: tuple[int, ...]


class Source(msgspec.Struct, frozen=True):
    """How often a rule concluded something about a subject, the number of its places, and one of these places."""

    subject: str
    kind: str
    rule: str
    facts: int
    places: int
    example: Place | None


class Code(msgspec.Struct, frozen=True):
    """A code of the findings: how many there are, and in how many groups and files."""

    code: str
    severity: Severity
    findings: int
    groups: int
    files: int


class Entry(msgspec.Struct, frozen=True):
    """A finding, with the number of its group."""

    code: str
    group: int
    place: Place
    message: str
    subject: str


class Reason(msgspec.Struct, frozen=True):
    """Why a component is more or less certain: the reason, its cost in points (0 if it adds certainty), its places."""

    text: str
    points: int
    places: tuple[Place, ...] = ()


class PropertyEntry(msgspec.Struct, frozen=True):
    """A property: what it holds, the rule that says so, the state of what is known, and places that show it.

    `state` is `shown`, `inferred`, `contradicted` or `open`.
    """

    name: str
    type: str
    rule: str
    state: str
    places: tuple[Place, ...]


class ComponentEntry(msgspec.Struct, frozen=True):
    """A component: how certain it is (0 to 100) and why, what it refers to, and who reaches it.

    `uses` and `used_by` are numbers of components, `operations` ids of those whose bodies are made of it, `reach` the
    number of operations that reach it through other components or directly, `groups` the groups of these.
    """

    name: str
    kind: str
    certainty: int
    reasons: tuple[Reason, ...]
    properties: tuple[PropertyEntry, ...]
    members: tuple[str, ...]
    uses: tuple[int, ...]
    used_by: tuple[int, ...]
    operations: tuple[str, ...]
    reach: int
    groups: tuple[int, ...]


class Pattern(msgspec.Struct, frozen=True):
    """The same fault on many pages: its code, its count, and the groups that have it most often, each with a count."""

    code: str
    findings: int
    most: tuple[tuple[str, int], ...]
    example: Place


class Spot(msgspec.Struct, frozen=True):
    """A single place whose repair makes many operations certain: `subject` is `Component.property`."""

    code: str
    subject: str
    message: str
    place: Place
    operations: int


class Node(msgspec.Struct, frozen=True):
    """A component in a picture: its number, its column and its row."""

    component: int
    column: int
    row: int


class Picture(msgspec.Struct, frozen=True):
    """Which components refer to which, laid out in columns from what refers to what is referred to.

    `blocks` are referred to nearly everywhere and so are not drawn; `left_out` is the number of components that have
    no reference among those drawn, or that there is no room for.
    """

    group: int
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    blocks: tuple[int, ...]
    left_out: int


class Overview(msgspec.Struct, frozen=True):
    """All that the report says; `coverage` is None where all pages are of a form that is read as a whole."""

    title: str
    counts: Counts
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    codes: tuple[Code, ...]
    findings: tuple[Entry, ...]
    components: tuple[ComponentEntry, ...]
    patterns: tuple[Pattern, ...]
    spots: tuple[Spot, ...]
    pictures: tuple[Picture, ...]
    coverage: Coverage | None = None
