"""Make one page of a Jinja template, styles and scripts, under a policy that names the digest of each.

Whatever a template prints is escaped. Data for scripts is in a block that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import json
from collections.abc import Sequence
from typing import Any

import jinja2
from markupsafe import Markup

_FRAME = "frame.html.jinja"


def render(
    package: str, template: str, *, styles: Sequence[str] = (), scripts: Sequence[str] = (), **context: object
) -> bytes:
    """The page that a template of a package makes; it extends `frame.html.jinja`.

    `styles` and `scripts` are further files of the package, each joined into one block.  What UTF-8 cannot encode
    (halves of surrogate pairs, which file names may contain) is written as an escape.
    """
    style = _read(__package__, "frame.css") + "".join(_read(package, name) for name in styles)
    script = "".join(_read(package, name) for name in scripts)
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({_FRAME: _read(__package__, _FRAME), template: _read(package, template)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    page = environment.get_template(template).render(
        frame_style=Markup(style), frame_script=Markup(script), frame_policy=policy(style, script), **context
    )
    return page.encode("utf-8", "backslashreplace")


def policy(style: str, script: str) -> str:
    """A Content Security Policy (level 3) that lets nothing in but this style and this script, by their SHA-256."""
    allowed = f"script-src '{_digest(script)}'" if script else "script-src 'none'"
    return f"default-src 'none'; style-src '{_digest(style)}'; {allowed}; base-uri 'none'; form-action 'none'"


def data_block(value: Any) -> Markup:
    """JSON that can be in a script element: nothing in it ends the element or opens a comment in it.

    Everything beyond ASCII is escaped, and so are `<`, `>` and `&` (HTML, 4.12.1.3, restrictions for scripts).
    """
    text = json.dumps(value, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(package: str | None, name: str) -> str:
    return importlib.resources.files(package or "").joinpath(name).read_text(encoding="utf-8")
