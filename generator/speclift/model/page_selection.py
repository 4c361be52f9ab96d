"""Which files below DOCS are pages of the reference: the globs `include` and `exclude` of the settings."""

from __future__ import annotations

import fnmatch

import msgspec


class Selection(msgspec.Struct, frozen=True):
    """Globs on paths below DOCS, with `/`: a file counts if one of `include` matches it and none of `exclude` does.
    `*`, `?` and `[…]` match within a name, `**` matches any number of folders, and the name of a folder matches
    everything below it.  Without `include`, every file counts.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether the file of this path counts."""
        if self.include and not any(matches(glob, path) for glob in self.include):
            return False
        return not any(matches(glob, path) for glob in self.exclude)


def matches(glob: str, path: str) -> bool:
    """Whether a glob matches a path or a folder above it.

    Names are compared one by one, so that the time grows at most with the product of both lengths.
    """
    names = path.split("/")
    parts = [part for part in glob.split("/") if part not in ("", ".")]
    # Each number of names at the start of the path that the parts so far can match.
    used = {0}
    for part in parts:
        if part == "**":
            used = set(range(min(used), len(names) + 1)) if used else used
        else:
            used = {at + 1 for at in used if at < len(names) and fnmatch.fnmatchcase(names[at], part)}
    return bool(used) and bool(parts)
