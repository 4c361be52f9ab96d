"""Which blocks of a page belong to which operation.

An operation owns the section of the heading that names it; an operation without a heading owns the blocks from its
request line up to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from speclift.reading.markdown.blocks import Bullets
from speclift.reading.markdown.roles import NAME, plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.bare_addresses import bare_markers
from speclift.reading.requests.division import Scope, divided
from speclift.reading.requests.labelled import labelled_markers
from speclift.reading.requests.lines import RequestLine, is_instance
from speclift.reading.requests.markers import Marker, markers_of
from speclift.reading.requests.named_methods import named_markers
from speclift.reading.requests.path_headings import path_markers
from speclift.reading.requests.prose import prose_markers
from speclift.reading.requests.samples import listed_markers, sample_markers

#: A block with more requests than this may be an index.
_FEWEST_ROWS = 2
#: In these sections and below them, every request line is only an example.
_EXAMPLES = frozenset(("response", "returns", "sample"))
#: Labels of samples below which a request line may still state an operation.
_STATING_LABELS = frozenset(("usage",))
#: The roles of sections for the request line.
_LINE_ROLES = frozenset(("request", "line"))
#: Sections that only talk about requests, unless they are below a heading that names something.
_NARRATIVE = frozenset(("errors", "statuses", "narrative", "security"))


def scopes_of(page: Section) -> list[Scope]:
    """The scopes of a page, in its order: requests with the blocks that describe them."""
    stating = _stating(page)
    if _name_resources(page, stating):
        stating = _stating(page)
    anchors: dict[str, Section] = {}
    for section in page.walk():
        for anchor in section.anchors:
            anchors.setdefault(anchor.lower(), section)
    roots: dict[int, tuple[Section, list[tuple[Section, Marker]]]] = {}
    indexed: list[tuple[Section, Marker]] = []
    shown = {id(section) for section in page.walk() if stating[id(section)] and _is_shown(section)}
    for section, markers in _labelled(page, stating, shown):
        stating[id(section)] = (*stating[id(section)], *markers)
    for section, marker in _in_prose(page, stating, shown):
        stating[id(section)] = (*stating[id(section)], marker)
    for find in (sample_markers, path_markers):
        stated_in = {key for key, markers in stating.items() if markers and _states(key, markers, shown)}
        known = _by_length(
            line
            for key, markers in stating.items()
            for one in markers
            if one.is_shown or key not in shown
            for line in one.requests
        )
        for section, marker in list(find(page, stated_in)):
            if not all(_is_known(line, known.get(_length(line), ())) for line in marker.requests):
                stating[id(section)] = (*stating[id(section)], marker)
    if not any(stating.values()):
        for section, marker in bare_markers(page):
            stating[id(section)] = (*stating[id(section)], marker)
    _alternatives(page, stating)
    _index_blocks(page, stating)
    _listed(page, stating, shown)
    for section in page.walk():
        is_shown = _is_shown(section)
        for marker in stating[id(section)]:
            root = _linked(marker, anchors, section)
            if root is None and marker.is_indexed:
                indexed.append((section, marker))
                continue
            if root is None and is_shown and not marker.is_shown:
                continue
            root = root or _root_of(section, marker)
            roots.setdefault(id(root), (root, []))[1].append((section, marker))
    roots = _promoted(roots)
    owners = set(roots)
    uneven = {
        id(section)
        for section in page.walk()
        if len({child.level for child in section.children if child.level < LABEL}) > 1
    }
    found: list[Scope] = []
    stated: set[tuple[str, str]] = set()
    for root, placed in roots.values():
        for scope in divided(root, _without_instances(_without_short_heading(placed)), owners, uneven):
            found.append(scope)
            stated |= {(line.method, line.path) for line, _ in scope.requests}
    for section, marker in indexed:
        rest = tuple((line, marker.line) for line in marker.requests if (line.method, line.path) not in stated)
        if rest and not _is_shown(section):
            scope = Scope(
                section,
                rest,
                (),
                marker.title,
                True,
                request_type=marker.request_type,
                response_type=marker.response_type,
            )
            found.append(scope)
    found.sort(key=lambda scope: scope.requests[0][1])
    return found


#: The roles of sections that describe an operation.
_DESCRIBING = frozenset(("fields", "request", "response", "returns", "errors", "statuses"))
#: The roles of sections that describe an operation or show it.
_DESCRIBING_ALL = _DESCRIBING | {"sample"}


def _promoted(
    roots: dict[int, tuple[Section, list[tuple[Section, Marker]]]],
) -> dict[int, tuple[Section, list[tuple[Section, Marker]]]]:
    """The roots. A root that only holds a request line is replaced by the section above it, if most sections after it
    describe the operation: `# chat.post` has `## Facts` with its address, and then `## Arguments` and `## Errors`.
    """
    found: dict[int, tuple[Section, list[tuple[Section, Marker]]]] = {}
    for root, placed in roots.values():
        above = root.parent
        is_alone = above is not None and not any(id(below) in roots for below in above.walk() if below is not root)
        has_headings = any(child.level < LABEL for child in root.children)
        if above is not None and is_alone and not has_headings and any(marker.block >= 0 for _, marker in placed):
            later = above.children[above.children.index(root) + 1 :]
            beside = [one for one in later if one.level == root.level and one.role.kind in _DESCRIBING_ALL]
            if beside and len(beside) * 2 > len(later):
                root = above
        found.setdefault(id(root), (root, []))[1].extend(placed)
    return found


def _index_blocks(page: Section, stating: dict[int, tuple[Marker, ...]]) -> None:
    """Treat a block of several requests as rows of an index where other sections state most of them again."""
    stated: dict[tuple[str, str], int] = {}
    for section in page.walk():
        for request in {(line.method, line.path) for marker in stating[id(section)] for line in marker.requests}:
            stated[request] = stated.get(request, 0) + 1
    for section in page.walk():
        if section.level < LABEL and section.role.kind not in ("name", "line"):
            continue
        found = []
        for marker in stating[id(section)]:
            requests = {(line.method, line.path) for line in marker.requests}
            again = sum(stated[request] > 1 for request in requests)
            is_index = marker.block >= 0 and len(requests) > _FEWEST_ROWS and again * 2 > len(requests)
            found.append(msgspec.structs.replace(marker, is_indexed=True) if is_index else marker)
        stating[id(section)] = tuple(found)


def _alternatives(page: Section, stating: dict[int, tuple[Marker, ...]]) -> None:
    """Treat bullets that are requests of one method as requests of their section, where it shows or describes them.

    They come first below its heading.  The bullets `GET /lamps` and `GET /rooms/{id}/lamps` say that one operation has
    two addresses.
    """
    for section in page.walk():
        markers = stating[id(section)]
        bullets = section.blocks[0] if markers and markers[0].block == 0 else None
        if section.role.kind != "name" or section.level >= LABEL or not isinstance(bullets, Bullets):
            continue
        methods = {line.method for marker in markers for line in marker.requests}
        are_alike = len(methods) == 1 and {marker.block for marker in markers} == {markers[0].block}
        are_bare = len(markers) == len(bullets.items) and not any(marker.title or marker.anchor for marker in markers)
        is_described = any(below.role.kind in _DESCRIBING_ALL for below in section.own() if below is not section)
        states_more = any(
            stating[id(below)] and not _is_shown(below) for below in section.walk() if below is not section
        )
        if are_alike and are_bare and is_described and not states_more:
            stating[id(section)] = tuple(msgspec.structs.replace(marker, is_indexed=False) for marker in markers)


def _without_short_heading(markers: list[tuple[Section, Marker]]) -> list[tuple[Section, Marker]]:
    """The markers, without that of the heading if a line below states its request with more of the path."""
    if len(markers) < 2 or markers[0][1].block != -1:
        return markers
    stated = [line for _, marker in markers[1:] for line in marker.requests]
    heading = markers[0][1].requests
    is_short = all(
        any(
            line.method == short.method and line.path != short.path and line.path.endswith(short.path)
            for line in stated
        )
        for short in heading
    )
    return markers[1:] if is_short else markers


def _without_instances(markers: list[tuple[Section, Marker]]) -> list[tuple[Section, Marker]]:
    """The markers, without those that only show the path in a section for the request line with ids in it."""
    stated = [line for section, marker in markers if section.role.kind in _LINE_ROLES for line in marker.requests]
    if not stated:
        return markers
    return [
        (section, marker)
        for section, marker in markers
        if section.role.kind in _LINE_ROLES
        or not all(any(is_instance(line, template) for template in stated) for line in marker.requests)
    ]


def _listed(page: Section, stating: dict[int, tuple[Marker, ...]], shown: set[int]) -> None:
    """Let samples state the requests that an index of the page lists and nothing else states."""
    listed = [line for markers in stating.values() for one in markers if one.is_indexed for line in one.requests]
    if not listed:
        return
    stated_in = {
        key
        for key, markers in stating.items()
        if any(not one.is_indexed for one in markers) and _states(key, markers, shown)
    }
    for section, marker in list(listed_markers(page, stated_in, listed)):
        stating[id(section)] = (*stating[id(section)], marker)


def _length(line: RequestLine) -> tuple[str, int]:
    """The method of a request, and how many segments its path has."""
    return line.method, line.path.count("/")


def _by_length(lines: Iterable[RequestLine]) -> dict[tuple[str, int], list[RequestLine]]:
    found: dict[tuple[str, int], list[RequestLine]] = {}
    for line in dict.fromkeys(lines):
        found.setdefault(_length(line), []).append(line)
    return found


def _is_known(line: RequestLine, known: Iterable[RequestLine]) -> bool:
    """Whether one of these requests is that one, or a template that it is an instance of."""
    return any((one.method, one.path) == (line.method, line.path) or is_instance(line, one) for one in known)


def _states(key: int, markers: tuple[Marker, ...], shown: set[int]) -> bool:
    """Whether a section (`key`: its identity) with markers states a request: in `shown` sections, only samples do."""
    return key not in shown or any(marker.is_shown for marker in markers)


def _labelled(
    page: Section, stating: dict[int, tuple[Marker, ...]], shown: set[int]
) -> Iterator[tuple[Section, tuple[Marker, ...]]]:
    """The requests after labels, in sections that do not state a request in another way."""
    for section in page.walk():
        if (
            section.role.kind == "name"
            and section.level < LABEL
            and not any(stating[id(below)] and id(below) not in shown for below in section.own())
        ):
            for holder, marker in labelled_markers(section):
                yield holder, (marker,)


def _in_prose(
    page: Section, stating: dict[int, tuple[Marker, ...]], shown: set[int]
) -> Iterator[tuple[Section, Marker]]:
    """The requests in sentences and of methods that are called by name, where sections state none in another way."""
    stated_in = {key for key, markers in stating.items() if markers and _states(key, markers, shown)}
    found = prose_markers(
        section
        for section in page.walk()
        if section.role.kind == "name" and not any(id(below) in stated_in for below in section.own())
    )
    # Where more operations are stated in another way, sentences only mention operations.
    yield from found if len(found) >= len(stated_in) else ()
    if not stated_in:
        yield from named_markers(page)


def _linked(marker: Marker, anchors: dict[str, Section], section: Section) -> Section | None:
    """The section on this page that a row of an index leads to; None where it leads to none."""
    _, mark, anchor = marker.anchor.partition("#")
    target = anchors.get(anchor.lower()) if mark else None
    return target if target is not None and target is not section and target.level else None


def _is_shown(section: Section) -> bool:
    """Whether a section is an example, a response or narrative, where a request line only mentions a request."""
    at: Section | None = section
    is_named = False
    while at is not None:
        if (at.role.kind in _EXAMPLES and plain(at.title).lower() not in _STATING_LABELS) or (
            at.role.kind in _NARRATIVE and not is_named
        ):
            return True
        is_named = is_named or (at.role.kind == "name" and at.level < LABEL)
        at = at.parent
    return False


def _stating(page: Section) -> dict[int, tuple[Marker, ...]]:
    """The markers of each section, by identity."""
    return {id(section): tuple(markers_of(section)) for section in page.walk()}


def _name_resources(page: Section, stating: dict[int, tuple[Marker, ...]]) -> bool:
    """Treat a heading as a name where a request line is below it and no operation is above it. Returns whether any role
    changed.

    `## Search` is an operation where the page is about several, and describes the query where the page is about one.
    """
    named = {id(section) for section in page.walk() if section.role.kind == "name" and stating[id(section)]}
    is_changed = False
    for section in page.walk():
        if section.level >= LABEL or section.role.kind not in (*_NARRATIVE, "fields", "response") or not section.blocks:
            continue
        above = section.parent
        while above is not None and above.role.kind != "name":
            above = above.parent
        if above is not None and id(above) not in named and above.level <= 1 and stating[id(section)]:
            section.role = NAME
            is_changed = True
    return is_changed


def _root_of(section: Section, marker: Marker) -> Section:
    """The section that describes a request: that of the nearest heading which names something."""
    if marker.block == -1:
        return section
    at = section
    while at.parent is not None and (at.level >= LABEL or at.role.kind != "name"):
        at = at.parent
    return at
