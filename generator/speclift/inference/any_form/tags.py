"""The tags of operations: a heading or page that the docs name, else a folder, a page or a part of the path."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from speclift.model.facts import OperationFacts, PageFacts

#: A folder with at least this share of the operations does not distinguish them.
_NEARLY_ALL = 0.9
#: Parts of a path that say nothing about its resources: `/api/v1.0/orders`.
_PREFIX = re.compile(r"api|rest|v\d+(?:[.-]\w+)*|beta|latest", re.IGNORECASE)


def tags_of(operations: Sequence[OperationFacts], pages: Mapping[str, PageFacts]) -> list[str]:
    """The tag of each operation, with the pages by their files.

    An operation without a tag of its own is tagged with its folder.  A folder that nearly all of them share says
    nothing: there the page is the tag if most pages have several operations, else the first part of the path that is
    a name.
    """
    untagged = [facts for facts in operations if not facts.tag]
    counts = Counter(_folder(facts) for facts in untagged)
    shared = {folder for folder, count in counts.items() if count > 1 and count >= _NEARLY_ALL * len(untagged)}
    is_by_page = _have_several([facts for facts in untagged if _folder(facts) in shared])
    found: list[str] = []
    for facts in operations:
        folder = _folder(facts)
        page = pages.get(facts.place.file)
        title = page.title if page else ""
        if facts.tag or (folder and folder not in shared):
            found.append(facts.tag or folder)
        elif not folder or (title and is_by_page):
            found.append(title or folder or "default")
        else:
            found.append(_named_part(facts.path) or folder)
    return found


def _have_several(operations: Sequence[OperationFacts]) -> bool:
    """Whether most pages of these operations have several of them, each with a title of its own."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for facts in operations:
        titles[facts.place.file].add(facts.title)
    return 2 * sum(len(found) > 1 for found in titles.values()) > len(titles)


def _folder(facts: OperationFacts) -> str:
    return posixpath.basename(posixpath.dirname(facts.place.file))


def _named_part(path: str) -> str:
    """The first part of a path that is neither a placeholder nor a version."""
    parts = (part for part in path.split("?")[0].split("/") if part and part[0] not in "{:<[(@$")
    return next((part for part in parts if not _PREFIX.fullmatch(part)), "")
