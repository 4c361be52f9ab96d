"""Divide the blocks of a section among the requests that it is about."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from speclift.reading.markdown.blocks import Bullets, Code, Table
from speclift.reading.markdown.sections import Section
from speclift.reading.requests.lines import RequestLine, is_instance
from speclift.reading.requests.markers import Marker
from speclift.reading.requests.pieces import Piece, pieces_of


class Scope(msgspec.Struct, frozen=True):
    """The requests that share one description, their section, and the blocks that describe them.

    `lines` are the blocks that state the requests and say nothing else.  `request_type` and `response_type` are the
    types of the bodies as a row of an index prints them.
    """

    root: Section
    requests: tuple[tuple[RequestLine, int], ...]
    pieces: tuple[Piece, ...]
    title: str = ""
    is_indexed: bool = False
    lines: tuple[Piece, ...] = ()
    request_type: str = ""
    response_type: str = ""


def divided(
    root: Section, markers: list[tuple[Section, Marker]], owners: set[int], uneven: set[int]
) -> Iterator[Scope]:
    """The scopes of one section: one for all its requests, or one for each marker and the blocks up to the next.

    `owners` and `uneven` are as in `pieces_of`.
    """
    pieces = pieces_of(root, owners, uneven)
    places = {(id(piece.section), piece.index): number for number, piece in enumerate(pieces)}
    positions = [places.get((id(section), marker.block), -1) for section, marker in markers]
    groups: list[list[int]] = []
    for number in range(len(markers)):
        if groups:
            between = pieces[max(positions[groups[-1][-1]], 0) + 1 : max(positions[number], 0)]
            is_apart = markers[number][1].is_apart and positions[number] >= 0
            repeats = _repeats(markers[number][1].requests, markers[groups[-1][0]][1].requests)
            is_beside = positions[number] < 0 or not any(_describes(piece) for piece in between)
            if repeats or (is_beside and not is_apart):
                groups[-1].append(number)
                continue
        groups.append([number])
    first = positions[groups[0][0]]
    for order, group in enumerate(groups):
        requests = _merged(
            [(line, markers[number][1].line) for number in group for line in markers[number][1].requests]
        )
        own = {positions[number] for number in group if _is_only_line(markers[number][1], pieces, positions[number])}
        if len(groups) == 1:
            scope = [piece for number, piece in enumerate(pieces) if number not in own]
        else:
            start = positions[group[0]]
            end = positions[groups[order + 1][0]] if order + 1 < len(groups) else len(pieces)
            scope = [
                *pieces[: max(first, 0)],
                *(piece for number, piece in enumerate(pieces[start:end], start) if number not in own),
            ]
        lines = tuple(pieces[number] for number in sorted(own))
        yield Scope(root, requests, tuple(scope), markers[group[0]][1].title, lines=lines)


def _repeats(lines: tuple[RequestLine, ...], before: tuple[RequestLine, ...]) -> bool:
    """Whether requests repeat the ones before them, perhaps with ids in place of placeholders."""
    return lines == before or all(any(_is_of(line, template) for template in before) for line in lines)


def _is_of(line: RequestLine, template: RequestLine) -> bool:
    return line.method == template.method and (line.path == template.path or is_instance(line, template))


def _merged(requests: list[tuple[RequestLine, int]]) -> tuple[tuple[RequestLine, int], ...]:
    """The requests, without those that only repeat another, which gets their server if it has none."""
    found: list[tuple[RequestLine, int]] = []
    for line, number in requests:
        at = next((at for at, (known, _) in enumerate(found) if _is_of(line, known)), -1)
        known = found[at][0].server if at >= 0 else ""
        if at < 0 or (known and line.server not in ("", known)):
            found.append((line, number))
        elif line.server and not known:
            found[at] = (msgspec.structs.replace(found[at][0], server=line.server), found[at][1])
    return tuple(found)


def _is_only_line(marker: Marker, pieces: list[Piece], position: int) -> bool:
    """Whether the block of a marker is only a request line; a list says more, and a sample shows a message."""
    return position >= 0 and not isinstance(pieces[position].block, Bullets) and not marker.is_shown


def _describes(piece: Piece) -> bool:
    """Whether a block says something about a request that other requests do not share."""
    return isinstance(piece.block, Table | Code) or (isinstance(piece.block, Bullets) and piece.role.kind == "fields")
