"""The files of the page: a fixed table, so that no path of a request is looked up on the disk."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Mapping

import msgspec

_OWN = ("authorize.js", "dark.css", "overview.js", "page.css", "page.js", "search.js", "swagger.js")
_SWAGGER = (
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-32x32.png",
    "oauth2-redirect.html",
    "oauth2-redirect.js",
)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
}
_VERSION = re.compile(rb'PACKAGE_VERSION:"([^"]+)"')
#: The library that makes HTML harmless in Swagger UI states its version where it sets up the list of what it removed.
_SANITIZER = re.compile(rb'\.version="([\d.]+)",\w+\.removed=\[\]')
#: The package with Swagger UI's own files.
_PACKAGE = "flask_swagger_ui"

#: The text in place of a version that the files do not show.
UNKNOWN = "of unknown version"


class Asset(msgspec.Struct, frozen=True):
    """A file: its media type, its bytes, a digest of them."""

    media_type: str
    data: bytes
    digest: str


class Assets(msgspec.Struct, frozen=True):
    """The files by name, the version of the Swagger UI among them, and that of the DOMPurify in it."""

    files: Mapping[str, Asset]
    swagger_version: str
    sanitizer_version: str


def load_assets() -> Assets:
    """All files.  Raises ModuleNotFoundError where the package with Swagger UI is not installed."""
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "static")
    # The code of the package serves pages itself, for frameworks that are not needed here: it is not imported.
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {_PACKAGE!r}", name=_PACKAGE)
    swagger = os.path.join(package.submodule_search_locations[0], "dist")
    files = {name: _asset(folder, name) for folder, names in ((own, _OWN), (swagger, _SWAGGER)) for name in names}
    bundle = files["swagger-ui-bundle.js"].data
    versions = (found[1].decode() if (found := said.search(bundle)) else UNKNOWN for said in (_VERSION, _SANITIZER))
    return Assets(files, *versions)


def _asset(folder: str, name: str) -> Asset:
    with open(os.path.join(folder, name), "rb") as stream:
        data = stream.read()
    return Asset(_TYPES[os.path.splitext(name)[1]], data, hashlib.blake2b(data, digest_size=12).hexdigest())
