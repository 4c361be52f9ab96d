"""The templates: speclift's own, and files of the user that replace those with the same path."""

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
    """The folder of the templates, in the installed package or else in the checkout.

    Raises TemplateError where neither is there.
    """
    here = Path(__file__).resolve().parents[1]
    installed, checkout = here / "templates", here.parents[1] / "templates"
    found = installed if installed.is_dir() else checkout
    if not found.is_dir():
        raise TemplateError(
            "The templates of speclift are missing.",
            file=str(installed),
            expected="the folder that comes with the package",
            advice="reinstall speclift",
        )
    return found


#: What rendering may raise besides Jinja's own errors: an expression of a template, or a file that is not text.
_RENDERING_ERRORS = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


class Templates:
    """The templates by their paths; a file of the user's folder replaces the one with the same path."""

    def __init__(self, own: str | None = None) -> None:
        """Raises TemplateError where `own` is not a folder, or cannot be listed."""
        try:
            if own is not None:
                os.listdir(own)
        except OSError as error:
            is_there = os.path.isdir(own or "")
            raise TemplateError(
                f"The folder cannot be listed: {error.strerror}." if is_there else f"There is no folder {own!r}.",
                file=str(own),
                expected="a folder with templates such as package/_client.py.jinja",
                advice="check the path; missing files are taken from speclift",
            ) from error
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
            # Folding the constants of a template takes longer than it saves in one run.
            optimized=False,
        )
        found.filters |= {"literal": string, "toml": _toml, "md": _markdown, "harmless": harmless}
        return found

    def digest(self) -> bytes:
        """A digest of the paths and contents of all templates."""
        found = hashlib.blake2b(digest_size=16)
        for name in self.names():
            data = self.verbatim(name)
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.digest()

    def names(self) -> list[str]:
        """The paths of all templates and of the files that are copied as they are, sorted."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.rglob("*")
            if path.is_file() and path.name != "README.md" and "__pycache__" not in path.parts
        }
        return sorted(found)

    def verbatim(self, name: str) -> bytes:
        """The content of a file that is copied as it is.  Raises TemplateError where it cannot be read."""
        path = next(folder / name for folder in self.folders if (folder / name).is_file())
        try:
            return path.read_bytes()
        except OSError as error:
            raise TemplateError(
                f"The template cannot be read: {error.strerror}.",
                file=str(path),
                expected="a file that this user may read",
                advice="change its permissions, or remove it to use speclift's own template",
            ) from error

    def render(self, template: str, **context: Any) -> bytes:
        """A rendered template. Raises TemplateError where it is not Jinja or asks for a value that does not exist."""
        import jinja2

        try:
            text = self.environment.get_template(template).render(**context)
        except (jinja2.TemplateError, *_RENDERING_ERRORS) as error:
            raise TemplateError(
                f"The template cannot be rendered: {error}.",
                file=str(getattr(error, "filename", None) or template),
                line=getattr(error, "lineno", None) or 0,
                expected="a Jinja template with the values that speclift's own template uses",
                advice="correct the template, or remove it to use speclift's own",
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
    """Text in markdown without any markup, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
