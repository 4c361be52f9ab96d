"""Propose a form from the hints of all pages: what each unknown word seems to mean, if anything shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from speclift.limits import BeyondLimitError
from speclift.model.facts import PageFacts
from speclift.model.form import Form
from speclift.model.schema import Place
from speclift.reading.faults import unless_faulty
from speclift.reading.files.includes import read_from
from speclift.reading.learning.hints import Hint, hints_of
from speclift.reading.markdown.parser import decode
from speclift.reading.page import read_page
from speclift.reading.reference import SourceFile
from speclift.reading.syntaxes.page_sections import sectioned
from speclift.reading.syntaxes.vocabulary import Vocabulary

#: The share of places that must agree on the meaning of a word, and of operations that must have an unknown heading.
_AGREED = 0.7
_SHARE_OF_OPERATIONS = 0.2
#: If a reference has more operations than this, a word of the form must occur in more than one place.
_FEW_OPERATIONS = 10


class Proposal(msgspec.Struct, frozen=True):
    """A word for a table of the form, its meaning (empty where nothing shows it), how many places have it (`count`),
    and the first of them. `is_doubtful`: only one place has it although there are many operations, so it may be a name.
    """

    table: str
    word: str
    meaning: str
    count: int
    place: Place
    shown: str
    is_doubtful: bool = False


class Construct(msgspec.Struct, frozen=True):
    """A kind of block that was read: the reader, the kind, the number of blocks, and the place of the first."""

    reader: str
    kind: str
    blocks: int
    place: Place


class Learned(msgspec.Struct, frozen=True):
    """What a reference is made of, and the words that would let more of it be read."""

    files: int
    operations: int
    types: int
    blocks: int
    unread: int
    constructs: tuple[Construct, ...]
    proposals: tuple[Proposal, ...]

    @property
    def form(self) -> dict[str, dict[str, str]]:
        """The meanings by table and word, of the proposals that are certain enough."""
        found: dict[str, dict[str, str]] = {}
        for one in self.proposals:
            if one.meaning and not one.is_doubtful:
                found.setdefault(one.table, {})[one.word] = one.meaning
        return found


def learn(sources: Sequence[SourceFile], form: Form) -> Learned:
    """What the pages in these files are made of when they are read with the words of `form`, and what other words seem
    to mean.
    """
    vocabulary = None if form.is_empty else Vocabulary(form)
    pages: list[PageFacts] = []
    hints: list[Hint] = []
    for source in sources:
        root, name = source.seen_from()
        include = read_from(root, source.within or (source.root,))
        read = partial(read_page, name, source.data, include, vocabulary)
        facts = None if source.refused else unless_faulty(name, read)
        if facts is not None and facts.title:
            pages.append(facts)
            try:
                hints += hints_of(sectioned(name, decode(source.data), include, vocabulary), facts)
            except BeyondLimitError:
                continue
    operations = sum(len(page.operations) for page in pages)
    types = {kind.name.lower() for page in pages for kind in page.types}
    return Learned(
        files=len(sources),
        operations=operations,
        types=len(types),
        blocks=sum(page.blocks for page in pages),
        unread=sum(one.kind != "row" for page in pages for one in page.unclaimed),
        constructs=_constructs(pages),
        proposals=_proposals(hints, types, operations),
    )


def _constructs(pages: Iterable[PageFacts]) -> tuple[Construct, ...]:
    found: dict[tuple[str, str], Construct] = {}
    for page in pages:
        for one in page.claimed:
            key = (one.reader, one.kind)
            known = found.get(key) or Construct(one.reader, one.kind, 0, Place(page.file, one.line))
            found[key] = msgspec.structs.replace(known, blocks=known.blocks + one.blocks)
    return tuple(sorted(found.values(), key=lambda one: (-one.blocks, one.reader, one.kind)))


def _proposals(hints: Iterable[Hint], types: set[str], operations: int) -> tuple[Proposal, ...]:
    groups: dict[tuple[str, str], list[Hint]] = {}
    for hint in hints:
        word = hint.word if hint.table == "methods" else hint.word.lower()
        groups.setdefault((hint.table, word), []).append(hint)
    found = [
        _proposal(own, operations)
        for (table, word), own in groups.items()
        if _is_proposed(table, word, own, types, operations)
    ]
    order = {name: number for number, name in enumerate(Form.__struct_fields__)}
    found.sort(key=lambda one: (order[one.table], not one.meaning or one.is_doubtful, -one.count, one.word))
    return _with_opposite(found)


def _is_proposed(table: str, word: str, hints: Sequence[Hint], types: set[str], operations: int) -> bool:
    """Whether a word may belong to the form: it is neither the name of a type nor a name that occurs once.

    A heading below many operations is not a name, even if it was read as the name of a type.
    """
    if table == "headings":
        return len(hints) >= max(2, _SHARE_OF_OPERATIONS * operations)
    return table != "types" or (word not in types and (len(hints) > 1 or bool(hints[0].meaning)))


def _proposal(hints: Sequence[Hint], operations: int) -> Proposal:
    votes = Counter(hint.meaning for hint in hints if hint.meaning)
    meaning, count = votes.most_common(1)[0] if votes else ("", 0)
    first = hints[0]
    is_agreed = count >= _AGREED * sum(votes.values())
    is_doubtful = len(hints) == 1 and operations > _FEW_OPERATIONS
    return Proposal(
        first.table, first.word, meaning if is_agreed else "", len(hints), first.place, first.shown, is_doubtful
    )


def _with_opposite(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals; if there are two words for marks and only one has a meaning, yes or no, the other gets the
    opposite.
    """
    marks = [one for one in proposals if one.table == "marks"]
    known = [one for one in marks if one.meaning in ("yes", "no")]
    if len(marks) != 2 or len(known) != 1:
        return tuple(proposals)
    opposite = "no" if known[0].meaning == "yes" else "yes"
    return tuple(
        msgspec.structs.replace(one, meaning=opposite) if one.table == "marks" and not one.meaning else one
        for one in proposals
    )
