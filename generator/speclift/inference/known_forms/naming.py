"""The names of the types: from tables and prose, operation subjects, property names, in this order. A printed name is a
vote for the shape beside it.  Votes where name and property have nothing in common weigh little: some generators print
the same name for the last property of every type.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence

import msgspec

from speclift.inference.known_forms.affixes import Affixes
from speclift.inference.known_forms.given_names import GivenNames
from speclift.inference.known_forms.name_hints import Hints
from speclift.inference.known_forms.objects import Observations, SeenObject
from speclift.inference.known_forms.shapes import Shapes
from speclift.inference.known_forms.words import affinity, listed, singular, split_words, told
from speclift.model.page import OperationPage
from speclift.model.wording import Wording

#: A printed name is a filler if it fits neither property nor operation in at least this number of places.
FILLER_FROM = 4

#: From this `affinity` on, a filler is believed.
FITS = 0.4


class TypeNames(msgspec.Struct, frozen=True):
    """The names of each shape, the likeliest first (more than one where distinct types look alike), and the reverse.

    `rules` has the rule that gave each name, `fillers` the names that some pages print for unknown types.
    """

    of_shape: dict[int, tuple[str, ...]]
    shape_of: dict[str, int]
    rules: dict[str, str]
    fillers: frozenset[str]


def name_shapes(pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, wording: Wording) -> TypeNames:
    """Unique names for every shape."""
    fillers = filler_names(pages, wording)
    votes = _votes(pages, seen, shapes, fillers, wording)
    given = GivenNames()
    for name, by_shape in sorted(votes.items()):
        given.give(max(by_shape.items(), key=lambda item: (item[1], -item[0]))[0], name, "printed-name")
    for shape, names in given.of_shape.items():
        names.sort(key=lambda name: (-votes[name][shape], name))
    _name_by_keys(_printed_names(pages, wording) - given.shape_of.keys(), shapes, given)
    _name_wrappers(pages, seen, shapes, given, wording)
    _name_patches(shapes, given)
    _name_rest(pages, seen, shapes, given, wording)
    of_shape = {shape: tuple(names) for shape, names in given.of_shape.items()}
    return TypeNames(of_shape, given.shape_of, given.rules, fillers)


def filler_names(pages: Sequence[OperationPage], wording: Wording) -> frozenset[str]:
    """The names that pages print where they do not know the type.

    `Address`, `Colour` and `Weekday` are not all of one type `Shelf`. A name that fits so few of the properties and
    operations beside it is believed only where it fits.
    """
    misfits: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for body in (page.request, page.response):
            if body is None:
                continue
            if wording.is_type_name(body.type) and _fits_operation(body.type, page) < 1.0:
                misfits[body.type].add(page.operation_id)
            for row in body.rows:
                if wording.is_type_name(row.type) and not row.type.isupper() and affinity(row.type, row.name) < FITS:
                    misfits[row.type].add(row.name)
    bodies: dict[str, list[OperationPage]] = defaultdict(list)
    for page in pages:
        if page.response:
            bodies[page.response.type].append(page)
    return frozenset(
        name for name, places in misfits.items() if len(places) >= FILLER_FROM and _is_mostly_misfit(name, bodies[name])
    )


def _is_mostly_misfit(name: str, bodies: Sequence[OperationPage]) -> bool:
    """Whether the operations whose pages print the name as their body have nothing to do with it."""
    strangers = sum(_fits_operation(name, page) < 1.0 for page in bodies)
    tables = {
        frozenset(row.name for row in page.response.rows) for page in bodies if page.response and page.response.rows
    }
    return strangers > len(bodies) / 2 and len(tables) >= FILLER_FROM


def _printed_names(pages: Sequence[OperationPage], wording: Wording) -> set[str]:
    found = {page.response.type for page in pages if page.response}
    found |= {row.type for page in pages for body in (page.request, page.response) if body for row in body.rows}
    return {name for name in found if wording.is_type_name(name)}


def _name_by_keys(unplaced: set[str], shapes: Shapes, given: GivenNames) -> None:
    """Rule `key-words`: `ShelfInfo` is the nameless shape with `ShelfId` and `ShelfHeight`."""
    of_wrappers = {shapes.of_object[index] for index in shapes.wrappers}
    holders: dict[str, list[int]] = defaultdict(list)
    for shape, keys in enumerate(shapes.keys):
        if shape not in given.of_shape and shape not in of_wrappers:
            for key in keys:
                holders[key].append(shape)
    starts = Affixes(holders)
    by_stem: dict[str, deque[tuple[int, int]]] = {}
    for name in sorted(unplaced):
        stem = next(iter(split_words(name)), name)
        if stem not in by_stem:
            counted = Counter(shape for key in starts.having(stem) for shape in holders[key])
            by_stem[stem] = deque(counted.most_common())
        ranked = _first_two(by_stem[stem], given)
        if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
            given.give(ranked[0][0], name, "key-words")


def _first_two(ranked: deque[tuple[int, int]], given: GivenNames) -> list[tuple[int, int]]:
    """The first two shapes that have no name yet; named ones before them are removed from `ranked`."""
    found: list[tuple[int, int]] = []
    while ranked and len(found) < 2:
        item = ranked.popleft()
        if item[0] not in given.of_shape:
            found.append(item)
    ranked.extendleft(reversed(found))
    return found


def _votes(
    pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, fillers: frozenset[str], wording: Wording
) -> dict[str, dict[int, float]]:
    votes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    printed: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    in_prose: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for item in seen.objects:
        shape = shapes.of_object[item.index]
        for row in item.rows:
            if wording.is_type_name(row.type):
                printed[shape, row.name][row.type] += 1
            for name in (*told(row.description, wording), *listed(row.description)):
                in_prose[shape, row.name][name] += 1
        if item.parent != -1:
            continue
        page = pages[item.page]
        body = page.response if item.side == "response" else page.request
        if body and wording.is_type_name(body.type) and item.side == "response":
            fits = _fits_operation(body.type, page)
            if fits == 1.0 or body.type not in fillers:
                votes[body.type][shape] += 3 * fits
        for name in told(body.description, wording) if body else ():
            votes[name][shape] += 3
    for item in seen.objects:
        if item.parent == -1:
            continue
        slot = (shapes.of_object[item.parent], item.property)
        shape = shapes.of_object[item.index]
        for name, count in printed[slot].items():
            fits = affinity(name, item.property)
            if fits >= FITS or name not in fillers:
                votes[name][shape] += min(count, 5) * fits
        for name in in_prose[slot]:
            votes[name][shape] += 1
    return votes


def _fits_operation(name: str, page: OperationPage) -> float:
    words = set(split_words(page.operation_id)) | set(split_words(page.path.replace("/", " ")))
    return 1.0 if set(split_words(name)) & words else 0.3


def _name_wrappers(
    pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, given: GivenNames, wording: Wording
) -> None:
    """Rule `request-of-operation`: the arguments of `Orders_StartPicking` are `StartPickingRequest`."""
    actions = Counter(wording.action_of(page.operation_id) for page in pages)
    for index in sorted(shapes.wrappers):
        page = pages[seen.objects[index].page]
        action = wording.action_of(page.operation_id)
        owner = "" if actions[action] == 1 else wording.owner_without_version(page.operation_id)
        name = f"{owner}{action}Request"
        given.give(shapes.of_object[index], name, "request-of-operation")


def _name_patches(shapes: Shapes, given: GivenNames) -> None:
    """Rule `json-patch`: an object of `op`, `path` and `value` is an operation of RFC 6902, section 4."""
    for shape, keys in enumerate(shapes.keys):
        if shape not in given.of_shape and {"op", "path", "value"} <= set(keys) <= {"op", "path", "value", "from"}:
            given.give(shape, "JsonPatchOperation", "json-patch")


def _name_rest(
    pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, given: GivenNames, wording: Wording
) -> None:
    """Rule `operation-subject` and rule `property-name`, for the shapes that no page names."""
    candidates: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    by_rule: dict[tuple[int, str], str] = {}
    counted: set[tuple[int, int, str]] = set()
    hints = Hints(pages, seen.objects, wording)
    for item in seen.objects:
        shape = shapes.of_object[item.index]
        if shape in given.of_shape:
            continue
        if item.parent != -1:
            slot = (shape, shapes.of_object[item.parent], item.property)
            if slot in counted:
                continue
            counted.add(slot)
        for weight, rule, name in hints.of(item):
            if name not in given.shape_of:
                candidates[shape][name] += weight
                by_rule.setdefault((shape, name), rule)
    ranking = sorted(
        ((-count, shape, name) for shape, names in candidates.items() for name, count in names.items()),
    )
    for _, shape, name in ranking:
        if shape not in given.of_shape and name not in given.shape_of:
            given.give(shape, name, by_rule[shape, name])
    _name_by_place(pages, seen.objects, shapes, given, wording)
    for shape in range(len(shapes.keys)):
        if shape not in given.of_shape:
            first = next(iter(candidates[shape]), "Object")
            given.give(shape, first, "numbered")


def _name_by_place(
    pages: Sequence[OperationPage],
    objects: Sequence[SeenObject],
    shapes: Shapes,
    given: GivenNames,
    wording: Wording,
) -> None:
    """Rule `owner-and-property`: a shape without a name is named after its place, owners before what they hold.

    The root of a body is named after its operation. The first name in the alphabet is taken, so that a new page rarely
    changes it.
    """
    places: dict[int, set[tuple[int, str]]] = defaultdict(set)
    roots: dict[int, set[str]] = defaultdict(set)
    for item in objects:
        shape = shapes.of_object[item.index]
        if shape in given.of_shape:
            continue
        if item.parent == -1:
            action = wording.action_of(pages[item.page].operation_id)
            roots[shape].add(action + ("Request" if item.side == "request" else "Response"))
        else:
            places[shape].add((shapes.of_object[item.parent], singular(item.property)))
    is_progress = True
    while is_progress:
        is_progress = False
        for shape in sorted(places.keys() | roots.keys()):
            if shape in given.of_shape:
                continue
            names = {
                given.of_shape[owner][0] + name[:1].upper() + name[1:]
                for owner, name in places[shape]
                if owner in given.of_shape
            }
            free = sorted(name for name in names | roots[shape] if name.isidentifier() and name not in given.shape_of)
            if free:
                given.give(shape, free[0], "owner-and-property")
                is_progress = True
