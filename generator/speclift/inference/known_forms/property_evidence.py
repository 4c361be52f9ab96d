"""Everything that the reference shows about one property of one shape, gathered over all pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from speclift.inference.known_forms.objects import Leaf, Observations, Side
from speclift.inference.known_forms.shapes import Shapes
from speclift.inference.known_forms.words import listed, told
from speclift.model.page import OperationPage, Row
from speclift.model.schema import Place
from speclift.model.wording import Wording
from speclift.reading.markdown.prose import clean

#: How many places and sample values of a property are kept: enough to explain and compare, however often it is shown.
PLACES_KEPT = 8
VALUES_KEPT = 60


class Slot:
    """Evidence for one property of a shape; filled while the pages are read, read-only afterwards.

    `printed` counts the printed types, `kinds` what samples show by (wrapper, kind), `shapes` the shapes of sample
    objects by (wrapper, shape).  `rows` are the places of the table rows with the type that each prints, `samples` the
    places of samples that show it.  `is_sent` says whether a request has the property.
    """

    __slots__ = (
        "count",
        "descriptions",
        "is_sent",
        "kinds",
        "largest",
        "name",
        "printed",
        "rows",
        "samples",
        "shapes",
        "values",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.printed: Counter[str] = Counter()
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.shapes: Counter[tuple[str, int]] = Counter()
        self.descriptions: Counter[str] = Counter()
        self.values: dict[str, dict[str, None]] = {}
        self.count = 0
        self.largest = 0
        self.is_sent = False
        self.rows: list[tuple[Place, str]] = []
        self.samples: list[Place] = []

    def add_row(self, row: Row, file: str) -> None:
        self.printed[row.type] += 1
        if row.description:
            self.descriptions[row.description] += 1
        if len(self.rows) < PLACES_KEPT:
            self.rows.append((Place(file, row.line), row.type))

    def add_values(self, leaves: Sequence[Leaf], shapes: Shapes) -> None:
        for wrapper, kind, value in leaves:
            self.kinds[wrapper, kind] += 1
            if kind == "string":
                self.count += 1
                seen = self.values.setdefault(wrapper, {})
                if len(seen) < VALUES_KEPT:
                    seen[value] = None
            elif kind == "object":
                self.shapes[wrapper, shapes.of_object[value]] += 1
            elif kind == "integer" and abs(value) > self.largest:
                self.largest = abs(value)

    def told(self, wording: Wording) -> list[str]:
        """The types that descriptions say it has, the most frequent first."""
        return self._named(lambda text: told(text, wording))

    def mentioned(self) -> list[str]:
        """The types that descriptions say it is a list of, the most frequent first."""
        return self._named(listed)

    def _named(self, read: Callable[[str], Iterable[str]]) -> list[str]:
        votes: Counter[str] = Counter()
        for description, count in self.descriptions.items():
            for name in read(description):
                votes[name] += count
        return [name for name, _ in votes.most_common()]

    @property
    def first_place(self) -> Place:
        """The first place that shows the property, preferably in a table."""
        return self.rows[0][0] if self.rows else self.samples[0] if self.samples else Place("", 0)

    @property
    def description(self) -> str:
        """The description that most pages print, the longest of them, cleaned."""
        if not self.descriptions:
            return ""
        return clean(max(self.descriptions.items(), key=lambda item: (item[1], len(item[0]), item[0]))[0])


def gather_slots(pages: Sequence[OperationPage], seen: Observations, shapes: Shapes) -> list[dict[str, Slot]]:
    """By shape, the slots of its properties in the printed order."""
    slots: list[dict[str, Slot]] = [{key: Slot(key) for key in keys} for keys in shapes.keys]
    tabled: set[tuple[int, Side]] = set()
    for item in seen.objects:
        own = slots[shapes.of_object[item.index]]
        page = pages[item.page]
        # The items of a list share the table of their body, which says everything once.
        is_first = (item.page, item.side) not in tabled
        tabled.add((item.page, item.side))
        for row in item.rows if is_first else ():
            slot = own.get(row.name)
            if slot is not None:
                slot.add_row(row, page.file)
        sample = page.response_sample if item.side == "response" else page.request_sample
        place = Place(sample.file, sample.line) if sample else None
        for key, leaves in item.leaves.items():
            slot = own[key]
            slot.add_values(leaves, shapes)
            if place and len(slot.samples) < PLACES_KEPT:
                slot.samples.append(place)
        if item.side == "request":
            for key in item.keys:
                own[key].is_sent = True
    return slots
