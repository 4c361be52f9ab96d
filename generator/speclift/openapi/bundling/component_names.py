"""Component names for what references lead to in other files, made only from the file and the place in it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from speclift.openapi.structure.steps import Steps

#: Characters that a component name may not have (OpenAPI 3.1.1, section 4.8.7.1).
_FORBIDDEN = re.compile(r"[^A-Za-z0-9._-]+")
#: The steps of a pointer that a name leaves out.
_LEFT_OUT = frozenset({"components", "schemas", "definitions", "$defs", "properties", "parameters", "responses"})


def names_for(
    targets: Iterable[tuple[str, Steps]], folder: str, taken: Collection[str]
) -> Mapping[tuple[str, Steps], str]:
    """A name for each target, which is a URI and the steps in it; none of the names is `taken`.

    Where names would be equal, all of them get longer, so that neither the order nor other names matter.  `folder` is
    the URI of the folder of the document.
    """
    candidates = {target: _candidates(*target, folder) for target in targets}
    level = dict.fromkeys(candidates, 0)
    while True:
        names = {target: candidates[target][level[target]] for target in candidates}
        counts = Counter(names.values())
        colliding = [target for target, name in names.items() if counts[name] > 1 or name in taken]
        longer = [target for target in colliding if level[target] + 1 < len(candidates[target])]
        if not longer:
            return names
        for target in longer:
            level[target] += 1


def _candidates(uri: str, steps: Steps, folder: str) -> Sequence[str]:
    path = relative_path(uri, folder)
    folders, stem = posixpath.split(posixpath.splitext(unquote(path))[0])
    within = [step for step in steps if step not in _LEFT_OUT] or list(steps[-1:])
    short = within[-1:] if within and not within[-1].isdecimal() else within[-2:]
    whole = "_".join((*_named(folders), stem, *steps))
    digest = hashlib.blake2b(repr((path, steps)).encode(errors="surrogateescape"), digest_size=4).hexdigest()
    wanted = (short or [stem], [stem, *within], [*_named(folders)[-1:], stem, *within], [whole], [whole, digest])
    return [_FORBIDDEN.sub("_", "_".join(filter(None, parts))).strip("_") or f"schema_{digest}" for parts in wanted]


def relative_path(uri: str, folder: str) -> str:
    """The path of a file relative to the folder of the document, so that the place of that folder does not matter."""
    if uri.startswith("file://") and folder.startswith("file://"):
        return posixpath.relpath(uri.removeprefix("file://"), folder.removeprefix("file://") or "/")
    return uri.removeprefix(f"{folder}/") if uri.startswith(f"{folder}/") else urlsplit(uri).path


def _named(folders: str) -> list[str]:
    return [folder for folder in folders.split("/") if folder not in ("", ".", "..")]
