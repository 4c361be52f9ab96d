"""What a package index says about a dependency: its last release, its maintainers, and the systems with a wheel.

The index is the one that pip is configured to use.  It needs the simple API in JSON (PEP 691, with the times of PEP
700); if it has the JSON API of Warehouse as well, the maintainers come from that.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from packaging.markers import Marker
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))

#: The systems that need a wheel: the name of each, a pattern for its platform tags, and its `sys_platform`.
SYSTEMS: Mapping[str, tuple[str, str]] = {
    "Linux (glibc)": (r"manylinux.*_x86_64|linux_x86_64", "linux"),
    "Linux (musl)": (r"musllinux.*_x86_64", "linux"),
    "Linux (aarch64)": (r"manylinux.*_aarch64|linux_aarch64", "linux"),
    "macOS (arm64)": (r"macosx_.*_(?:arm64|universal2)", "darwin"),
    "macOS (x86_64)": (r"macosx_.*_(?:x86_64|universal2)", "darwin"),
    "Windows": (r"win_amd64", "win32"),
}

SIMPLE = "application/vnd.pypi.simple.v1+json"
#: The longest wait for the index in seconds, and the most bytes of a page of it.
_PATIENCE = 20
_LARGEST = 32 * 2**20


class NotAskedError(Exception):
    """The index cannot be reached, or does not respond in a known form."""


@dataclass(frozen=True)
class Facts:
    """What is known about a dependency.

    `last_release` is a date, empty if the index gives none; `gaps` are systems with the Pythons that have no wheel
    there, such as `Linux (musl) 3.13, 3.14`.
    """

    name: str
    version: str
    last_release: str
    maintainers: tuple[str, ...]
    gaps: tuple[str, ...]

    def __str__(self) -> str:
        kept = ", ".join(self.maintainers) or "the index names nobody"
        missing = f"no wheel for {'; '.join(self.gaps)}" if self.gaps else "wheels everywhere"
        return f"{self.name} {self.version}: last release {self.last_release or 'unknown'}; {kept}; {missing}"


def facts_of(name: str, version: str, marker: str, project: Any, about: Any) -> Facts:
    """The facts about a locked version from the response of the simple API and that of the JSON API, if any."""
    files = [file for file in _list(project, "files") if isinstance(file, dict) and not file.get("yanked")]
    times = [str(file["upload-time"]) for file in files if file.get("upload-time")]
    tags = [tag for file in files for tag in tags_of(str(file.get("filename", "")), name, version)]
    return Facts(name, version, max(times, default="")[:10], maintainers_of(about), tuple(gaps(tags, marker)))


def tags_of(filename: str, name: str, version: str) -> Iterable[Tag]:
    """The tags of a file that is a wheel of this version; none for any other file."""
    try:
        distribution, found, _, tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return ()
    return tags if distribution == canonicalize_name(name) and str(found) == version else ()


def gaps(tags: Sequence[Tag], marker: str) -> Iterable[str]:
    """The systems, with their Pythons, on which the marker requires the distribution and none of the tags fits."""
    for system, (platform, sys_platform) in SYSTEMS.items():
        missing = [
            f"{major}.{minor}"
            for major, minor in PYTHONS
            if _is_asked(marker, sys_platform, f"{major}.{minor}")
            and not any(_fits(tag, platform, minor) for tag in tags)
        ]
        if missing:
            yield f"{system} {', '.join(missing)}"


def maintainers_of(about: Any) -> tuple[str, ...]:
    """The accounts that may release, according to the index; else the maintainers or authors in the metadata."""
    ownership = about.get("ownership") if isinstance(about, dict) else None
    organization = ownership.get("organization") if isinstance(ownership, dict) else None
    users = [str(role.get("user")) for role in _list(ownership, "roles") if isinstance(role, dict)]
    found = [*([f"organization {organization}"] if organization else []), *dict.fromkeys(users)]
    information = about.get("info") if isinstance(about, dict) else None
    if not found and isinstance(information, dict):
        said = (information.get(key) for key in ("maintainer", "author", "maintainer_email", "author_email"))
        found = [next((str(text).strip() for text in said if text and str(text).strip()), "")]
    return tuple(name for name in found if name)


class Index:
    """The index that pip uses, over HTTP.  Raises NotAskedError if pip is not configured with one."""

    def __init__(self) -> None:
        # Only pip's help shows the index that it uses, wherever that is configured, and the default one as well.
        named = re.search(r"--index-url <url>.*?\(default\s+(\S+?)\)", _pip("install", "--help"), re.S)
        parts = urlsplit(named[1] if named else "")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotAskedError("pip is not configured with an index that can be reached over HTTP")
        # The credentials in the address are only for pip.
        self.url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
        self._certificates = _pip("config", "get", "global.cert") or None

    def ask(self, name: str) -> tuple[Any, Any]:
        """The responses of the simple API and of the JSON API about a project; None for the second if there is none.

        Raises NotAskedError.
        """
        project = self._fetched(f"{self.url}/{canonicalize_name(name)}/", SIMPLE)
        parent = self.url.removesuffix("/simple")
        about = None
        if parent != self.url:
            with contextlib.suppress(NotAskedError):
                about = self._fetched(f"{parent}/pypi/{canonicalize_name(name)}/json", "application/json")
        return project, about

    def _fetched(self, url: str, media_type: str) -> Any:
        request = urllib.request.Request(url, headers={"Accept": media_type})
        try:
            context = ssl.create_default_context(cafile=self._certificates)
            with urllib.request.urlopen(request, timeout=_PATIENCE, context=context) as response:
                if response.headers.get_content_type() != media_type:
                    raise NotAskedError(f"the index responds with {response.headers.get_content_type()}")
                return json.loads(response.read(_LARGEST))
        except (OSError, ValueError) as error:
            raise NotAskedError(f"the index does not respond: {type(error).__name__}") from error


def _pip(*arguments: str) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    environment = {**os.environ, "COLUMNS": "1000"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.strip() if not done.returncode else ""


def _list(given: Any, key: str) -> list[Any]:
    found = given.get(key) if isinstance(given, dict) else None
    return found if isinstance(found, list) else []


def _is_asked(marker: str, sys_platform: str, python: str) -> bool:
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    environment = {
        "sys_platform": sys_platform,
        "platform_system": names[sys_platform],
        "os_name": "nt" if sys_platform == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return not marker or Marker(marker).evaluate(environment)


def _fits(tag: Tag, platform: str, minor: int) -> bool:
    if tag.platform != "any" and not re.fullmatch(platform, tag.platform):
        return False
    found = re.fullmatch(r"(cp|py)3(\d*)", tag.interpreter)
    if not found:
        return False
    least = int(found[2] or 0)
    if tag.abi == "abi3" or (tag.abi == "none" and found[1] == "py"):
        return least <= minor
    return least == minor and tag.abi in ("none", f"cp3{minor}")
