"""Path templates: mended where OpenAPI would refuse them, and compared by what they match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from speclift.inference.any_form.component_names import folded, pascal, singular
from speclift.model.path_templates import PLACEHOLDER

_UNSAFE = re.compile(r"[^\w.~$@-]+")
_ENDS = re.compile(r"^[^\w.~$@-]+|[^\w.~$@-]+$")
_SLASHES = re.compile(r"/{2,}")


class Template(msgspec.Struct, frozen=True):
    """A path with the names of its placeholders in order.

    `printed` are the printed names; `is_mended` says that the path was changed in more than spelling.
    """

    path: str
    names: tuple[str, ...]
    printed: tuple[str, ...]
    is_mended: bool

    @property
    def shape(self) -> str:
        """The path with nameless placeholders: templates of one shape match the same paths."""
        return shape_of(self.path)


def shape_of(path: str) -> str:
    """A path with nameless placeholders and without a slash at its end."""
    return PLACEHOLDER.sub("{}", path).rstrip("/") or "/"


def template_of(path: str) -> Template | None:
    """The template of a printed path; None where none can be made of it.

    It starts with a slash, has no query or fragment, its braces are balanced, and its placeholders are unique (OpenAPI
    3.1.1, 4.8.8.2). `{id | name}` gets the name of its first alternative.
    """
    text = path.strip()
    if not text or not text.isprintable():
        return None
    pieces: list[str] = []
    names: list[str] = []
    printed: list[str] = []
    last = 0
    is_mended = False
    for found in PLACEHOLDER.finditer(text):
        before = _literal(text[last : found.start()])
        is_mended |= before != text[last : found.start()]
        pieces.append(before)
        name = _name(found[1], "".join(pieces), names)
        names.append(name)
        printed.append(found[1].strip())
        pieces.append("{" + name + "}")
        last = found.end()
    rest = _literal(text[last:])
    is_mended |= rest != text[last:]
    pieces.append(rest)
    joined = "".join(pieces)
    cut = re.split(r"[?#]", joined, maxsplit=1)[0]
    is_mended |= cut != joined
    cut = _SLASHES.sub("/", cut if cut.startswith("/") else f"/{cut}")
    kept = tuple(name for name in names if "{" + name + "}" in cut)
    return Template(cut, kept, tuple(printed[: len(kept)]), is_mended)


def _literal(text: str) -> str:
    """The text between placeholders, without unpaired braces and without spaces."""
    return re.sub(r"[{}\s]", "", text)


def _name(printed: str, before: str, taken: Iterable[str]) -> str:
    """The name of a placeholder: as printed, without forbidden characters, and different from those before it."""
    first = printed.split("|")[0].strip().strip("*+?").split(":")[0].strip() or printed.split("|")[0].strip(":*+? ")
    name = _UNSAFE.sub("_", _ENDS.sub("", first))
    if not name.strip("_"):
        segments = [part for part in PLACEHOLDER.sub("", before).split("/") if part]
        owner = pascal(singular(segments[-1])) if segments else ""
        name = owner[:1].lower() + owner[1:] + "Id" if owner else "id"
    unique, number = name, 2
    given = set(taken)
    while unique in given:
        unique, number = f"{name}{number}", number + 1
    return unique


def placeholder_keys(template: Template) -> Mapping[str, str]:
    """The placeholders by each folded name that the docs may use: printed alternatives and the name itself."""
    found: dict[str, str] = {}
    for name, printed in zip(template.names, template.printed, strict=True):
        for key in (name, printed, *printed.split("|")):
            if folded(key):
                found.setdefault(folded(key), name)
    return found


def values_in(template: str, target: str) -> dict[str, str]:
    """The values of a sample target for each placeholder; empty where it does not match the template.

    The target may have more before the path: `/api/v1/users/42` matches `/users/{id}`.
    """
    parts = template.strip("/").split("/")
    given = re.split(r"[?#]", re.sub(r"^[a-z]+://[^/?#]*", "", target.strip()), maxsplit=1)[0].strip("/").split("/")
    if len(given) < len(parts):
        return {}
    found: dict[str, str] = {}
    for part, value in zip(parts, given[len(given) - len(parts) :], strict=True):
        whole = re.fullmatch(r"\{([^{}]+)\}", part)
        if whole:
            found[whole[1]] = value
        elif "{" not in part and part.casefold() != value.casefold():
            return {}
    return found
