"""The templates: speclift's own, and files of the user's that stand in place of those of the same path."""

from __future__ import annotations

import functools
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speclift.client.literals import harmless, string
from speclift.errors import TemplateError

if TYPE_CHECKING:
    import jinja2


def templates_folder() -> Path:
    """The folder of the templates: inside of the installed package, else of the checkout."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "templates"
    return installed if installed.is_dir() else here.parents[1] / "templates"


class Templates:
    """The templates by their paths; a file of the user's folder stands in place of the one of the same path."""

    def __init__(self, own: str | None = None) -> None:
        """Raises TemplateError where `own` is no folder."""
        if own is not None and not os.path.isdir(own):
            raise TemplateError(
                f"There is no folder {own!r}.",
                file=own,
                expected="a folder with templates such as package/_client.py.jinja",
                advice="check the path; files that are not there are taken from speclift",
            )
        self.folders = [Path(own)] if own else []
        self.folders.append(templates_folder())

    @functools.cached_property
    def environment(self) -> jinja2.Environment:
        """Jinja with the filters that the templates may use."""
        import jinja2

        found = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folders),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
        )
        found.filters |= {"literal": string, "toml": _toml, "md": _markdown, "harmless": harmless}
        return found

    def digest(self) -> bytes:
        """What tells apart the states of the templates."""
        found = hashlib.blake2b(digest_size=16)
        for name in self.names():
            data = self.verbatim(name)
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.digest()

    def names(self) -> list[str]:
        """The paths of all templates and of the files that are taken as they are."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.rglob("*")
            if path.is_file() and path.name != "README.md" and "__pycache__" not in path.parts
        }
        return sorted(found)

    def verbatim(self, name: str) -> bytes:
        """A file that is taken as it is."""
        return next(folder / name for folder in self.folders if (folder / name).is_file()).read_bytes()

    def render(self, template: str, **context: Any) -> bytes:
        """A rendered template.  Raises TemplateError where it is not Jinja or asks for what there is not."""
        import jinja2

        try:
            text = self.environment.get_template(template).render(**context)
        except jinja2.TemplateError as error:
            raise TemplateError(
                f"The template cannot be rendered: {error}.",
                file=str(getattr(error, "filename", None) or template),
                line=getattr(error, "lineno", None) or 0,
                expected="a Jinja template with the values that the template of speclift has",
                advice="mend the template, or leave it out to use the one of speclift",
            ) from error
        return (text.rstrip("\n") + "\n").encode()


def _toml(text: str) -> str:
    """A TOML basic string (TOML 1.0, section String)."""
    escaped = "".join(
        f"\\u{ord(c):04x}" if c in '"\\' or ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or not c.isprintable() else c
        for c in text
        if ord(c) < 0x10000
    )
    return f'"{escaped}"'


def _markdown(text: str) -> str:
    """Text that markdown takes for nothing but text, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
