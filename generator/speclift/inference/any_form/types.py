"""The types that pages describe, found by the links that lead to them and by their names."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from speclift.inference.any_form.component_names import (
    KINDS,
    component_name,
    digest,
    folded,
    loose_type_key,
    pascal,
    singular,
    type_key,
)
from speclift.inference.any_form.links import Links
from speclift.inference.any_form.values import shown_in
from speclift.model.facts import Field, PageFacts, TypeFacts, Unknown

#: Locations of parameters of several operations.
_SENT = ("query", "header")
#: The most words of a name.
_MOST_WORDS = 5


class Definition(msgspec.Struct, frozen=True):
    """A type of the reference: the name of its component, its main `file`, and all sections that describe it."""

    name: str
    file: str
    sections: tuple[TypeFacts, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all sections."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def values(self) -> tuple[str, ...]:
        """The members, where it is an enumeration."""
        return tuple(dict.fromkeys(value for section in self.sections for value in _members(section)))


class Types:
    """All types of a reference."""

    def __init__(self, pages: Sequence[PageFacts]) -> None:
        self._links = Links(page.file for page in pages)
        self._titles = {page.file: page.title for page in pages}
        self.definitions: dict[str, Definition] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._own_keys: dict[str, frozenset[str]] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_file: dict[str, list[tuple[TypeFacts, str]]] = defaultdict(list)
        #: The first type of each file that an anchor or a name leads to.
        self._by_anchor: dict[tuple[str, str], str] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        #: The type that each file as a whole is about.
        self._whole: dict[str, str] = {}
        groups: dict[str, list[list[tuple[str, TypeFacts]]]] = defaultdict(list)
        for page in sorted(pages, key=lambda page: page.file):
            for section in page.types:
                _add(groups[type_key(section.name)], page.file, section)
        for name, group in self._named(groups):
            file = group[0][0]
            definition = Definition(name, file, tuple(section for _, section in group))
            self.definitions[name] = definition
            self._keys[name] = _keys_of(definition)
            self._own_keys[name] = frozenset(type_key(section.name) for _, section in group)
            for spelling in dict.fromkeys(section.name for _, section in group):
                for key in {type_key(spelling), loose_type_key(spelling)}:
                    self._by_key[key].append(name)
            for own, section in group:
                self._by_file[own].append((section, name))
        for file, sections in self._by_file.items():
            for section, name in sections:
                self._by_name.setdefault((file, type_key(section.name)), name)
                for anchor in section.anchors:
                    if anchor:
                        self._by_anchor.setdefault((file, folded(anchor)), name)
                    else:
                        self._whole.setdefault(file, name)

    def find(self, name: str, target: str, file: str) -> Definition | None:
        """The type that a page means by a name and, where it has one, a link; None where no page describes it."""
        linked = self._linked(name, target, file) if target else None
        if linked:
            return self.definitions[linked]
        found = self._called(name, file)
        definition = self.definitions[found] if found else None
        place = self._links.resolve(target, file) if target and definition else None
        if place and place[1] and definition and definition.values and definition.file != place[0]:
            # The link leads elsewhere, so it does not mean the enumeration with this name on another page.
            return None
        return definition

    def worded(self, text: str, file: str, *, is_loose: bool = False) -> Definition | None:
        """The type that words may mean, such as `custom field objects`; None where no page describes one of this name.

        Where the words are part of a sentence (`is_loose`), those before the name may belong to the sentence.
        """
        found = [word for word in text.strip("`*_ ").split() if word]
        while len(found) > 1 and found[-1].lower() in KINDS:
            found.pop()
        if not found or len(found) > _MOST_WORDS:
            return None
        for start in range(len(found) if is_loose else 1):
            name = " ".join((*found[start:-1], singular(found[-1])))
            known = self._called(name, file)
            if known:
                return self.definitions[known]
        return None

    def called(self, name: str, file: str) -> Definition | None:
        """The object type of this name that a page describes itself."""
        found = [own for _, own in self._by_file.get(file, ()) if own in self._by_key.get(type_key(name), ())]
        definition = self.definitions[found[0]] if found else None
        return definition if definition and definition.fields else None

    def parameters(self, target: str, file: str) -> tuple[Field, ...]:
        """The query and header parameters that a link leads to."""
        found = self._linked("", target, file)
        fields = self.definitions[found].fields if found else ()
        return tuple(field for field in fields if field.location in _SENT)

    def headers(self) -> dict[str, Field]:
        """The headers that sections explain for all operations, by name in lower case."""
        fields = (field for definition in self.definitions.values() for field in definition.fields)
        return {field.name.lower(): field for field in fields if field.location == "header"}

    def keys_of(self, name: str) -> frozenset[str]:
        """The fields of a type, by the name of its component: those listed, else those that its own samples have."""
        return self._keys.get(name, frozenset())

    def is_linked(self, name: str, target: str, file: str) -> bool:
        """Whether the link leads to the type, and not only the name."""
        return bool(target) and self._linked(name, target, file) is not None

    def _linked(self, name: str, target: str, file: str) -> str | None:
        place = self._links.resolve(target, file)
        if place is None:
            return None
        page, fragment = place
        if fragment:
            return self._by_anchor.get((page, folded(fragment))) or self._by_name.get((page, type_key(fragment)))
        own = self._by_file.get(page, ())
        only = own[0][1] if len(own) == 1 else None
        return self._by_name.get((page, type_key(name))) or self._whole.get(page) or only

    def _called(self, name: str, file: str) -> str | None:
        last = name.rpartition(".")[2]
        keys = (type_key(name), type_key(singular(name.strip())), type_key(last), loose_type_key(last))
        for key in dict.fromkeys(keys):
            names = self._by_key.get(key, ()) if key else ()
            exact = [found for found in names if key in self._own_keys[found]]
            names = exact or names
            if not names:
                continue
            here = [found for _, found in self._by_file.get(file, ()) if found in names]
            if here or len(names) == 1:
                return here[0] if here else names[0]
            near = [found for found in names if _folder(self.definitions[found].file) == _folder(file)]
            return near[0] if len(near) == 1 else None
        return None

    def _named(
        self, groups: dict[str, list[list[tuple[str, TypeFacts]]]]
    ) -> Iterable[tuple[str, list[tuple[str, TypeFacts]]]]:
        """Each group with a unique name, which starts with the name of its page where others would have the same."""
        wanted: dict[str, list[list[tuple[str, TypeFacts]]]] = defaultdict(list)
        for alike in groups.values():
            for group in alike:
                wanted[component_name(group[0][1].name)].append(group)
        taken = {name for name, own in wanted.items() if len(own) == 1}
        for name, own in sorted(wanted.items()):
            if len(own) == 1:
                yield name, own[0]
                continue
            qualified = [self._qualified(name, group[0][0]) for group in own]
            for unique, group in zip(qualified, own, strict=True):
                if qualified.count(unique) > 1 or unique in taken:
                    section = group[0][1]
                    anchors = [component_name(anchor.replace("-", " ")) for anchor in section.anchors if anchor]
                    unique = next((anchor for anchor in anchors if anchor not in (*taken, *qualified)), unique)
                if unique in taken or qualified.count(unique) > 1:
                    place = group[0][1].place
                    unique = f"{unique}_{digest(f'{place.file}:{place.line}')}"
                taken.add(unique)
                yield unique, group

    def _qualified(self, name: str, file: str) -> str:
        stem = posixpath.splitext(file)[0]
        folder, _, last = stem.rpartition("/")
        if last.lower() in ("index", "readme", "_index") and folder:
            last = posixpath.basename(folder)
        page = pascal(last)
        return component_name(page + name[:1].upper() + name[1:]) if page else name


def _add(groups: list[list[tuple[str, TypeFacts]]], file: str, section: TypeFacts) -> None:
    """Add a section to those of the same name that it agrees with."""
    for group in groups:
        if all(_agree(section, other) for _, other in group):
            group.append((file, section))
            group.sort(key=lambda item: -len(item[1].fields))
            return
    groups.append([(file, section)])


def _is_object(section: TypeFacts) -> bool:
    return bool(section.fields) or any(sample.json.lstrip().startswith("{") for sample in section.samples)


def _members(section: TypeFacts) -> tuple[str, ...]:
    """The members of an enumeration; a list beside an object is something else."""
    return () if _is_object(section) else section.values


def _agree(first: TypeFacts, second: TypeFacts) -> bool:
    """Whether two sections may describe one type: the fields of one are among those of the other, or nearly so."""
    values = _members(first), _members(second)
    if bool(values[0]) != bool(values[1]):
        return not (_is_object(first) or _is_object(second))
    one, other = ({field.name for field in section.fields} for section in (first, second))
    if not one or not other:
        return not values[0] or set(values[0]) == set(values[1])
    return len(one & other) * 4 >= 3 * min(len(one), len(other))


def _keys_of(definition: Definition) -> frozenset[str]:
    if definition.fields:
        return frozenset(re.split(r"[.\[]", field.name)[0] or field.name for field in definition.fields)
    found: set[str] = set()
    for value, _ in shown_in(sample for section in definition.sections for sample in section.samples):
        found.update(value if isinstance(value, dict) else ())
    return frozenset(found)


def _folder(file: str) -> str:
    return posixpath.dirname(file)


def has_content(definition: Definition) -> bool:
    """Whether its sections say more about a type than its name; parameters that operations share are not a type."""
    return any(
        any(field.location not in _SENT for field in section.fields)
        or section.values
        or section.samples
        or not isinstance(section.base, Unknown)
        for section in definition.sections
    )
