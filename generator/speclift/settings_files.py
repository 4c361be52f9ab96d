"""Where the settings are, and how they are read.

Settings that come with the docs may be by the author of the docs, so they may do less than the user's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.errors import SettingsError, UsageError, meant
from speclift.limits import LARGEST_DOCUMENT
from speclift.model.client_settings import ClientSettings, PagingHint
from speclift.model.form import MEANINGS, Form
from speclift.model.text import visible
from speclift.model.toml_lines import key_lines
from speclift.settings import DiffSettings, Override, Settings

#: The most bytes of a settings file, which may come with the docs.
LARGEST_SETTINGS = 2**20
#: The most overlays that settings may name if they come with the docs.
_MOST_OVERLAYS = 100
_LONGEST_MESSAGE = 300
_FORM_ADVICE = "see docs/how-to/unknown-form.md; speclift learn DOCS proposes a form"
#: The place that a message of msgspec names, if the error is in the form: `$.form.columns[...]`.
_FORM_TABLE = re.compile(r"`\$\.form(?:\.(\w+))?")
#: The key that a message of msgspec calls unknown, and the table that it is in.
_UNKNOWN_KEY = re.compile(r"unknown field `(?P<key>[^`]+)`(?: - at `\$\.(?P<table>[^`]+)`)?")
#: A key of more than 25 levels: the parser of TOML takes a time that grows with the square of the levels.
_DEEP_KEY = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]{1,100}+|"(?:[^"\\\n]|\\.){0,100}+"|'[^'\n]{0,100}+')"""
    r"[ \t]{0,8}+\.[ \t]{0,8}+){25}"
)
#: The record that holds each table.
_TABLES: dict[str, type[msgspec.Struct]] = {
    "": Settings,
    "overrides": Override,
    "form": Form,
    "client": ClientSettings,
    "client.paging": PagingHint,
    "diff": DiffSettings,
}
#: Fields of the records that say where settings are. They are not keys.
PLACES = frozenset({"file", "line"})


class _Tool(msgspec.Struct, frozen=True):
    speclift: dict[str, Any] = {}


class _Project(msgspec.Struct, frozen=True):
    """The part of a `pyproject.toml` that is read."""

    tool: _Tool = _Tool()


def settings_files(path: str | None, docs: str = ".", directory: str = ".") -> tuple[str, ...]:
    """The files that may hold the settings; the first of them that exists counts.

    They are `path` alone, else `speclift.toml` in the `docs` folder, `speclift.toml` in `directory` and
    `[tool.speclift]` in its `pyproject.toml`.
    """
    if path is not None:
        return (path,)
    own = (os.path.join(folder, "speclift.toml") for folder in (docs, directory))
    return (*dict.fromkeys(own), os.path.join(directory, "pyproject.toml"))


def load_settings(
    path: str | None,
    docs: str = ".",
    directory: str = ".",
    *,
    include_root: str | None = None,
    overlays: Sequence[str] = (),
) -> Settings:
    """The settings in the first of `settings_files` that exists, else the defaults.

    `include_root`, relative to the current directory, replaces theirs, and `overlays` come after theirs.

    Raises UsageError where `include_root` is not a folder, and SettingsError where the file is not TOML, is too large,
    or has an unknown key or a value of a wrong type.  Raises SettingsError too where settings that come with the docs
    lie outside of them, open files outside of them, or say that an operation changes nothing.
    """
    places = settings_files(path, docs, directory)
    place = next((place for place in places if place == path or os.path.isfile(place)), None)
    of_docs = place is not None and path is None and not os.path.samefile(os.path.dirname(place) or ".", directory)
    if place is not None and of_docs:
        _refuse_link(place, docs)
    found = Settings() if place is None else _parse(place)
    if of_docs:
        _refuse_read_only(found)
        _keep_overlays_inside(found, docs)
        if not include_root:
            _keep_inside(found, docs)
    if include_root:
        if not os.path.isdir(include_root):
            raise UsageError(
                f"There is no folder {include_root!r}.",
                file=include_root,
                expected="a folder that includes may lead into, after --include-root",
                advice="check the path; it is taken from the current directory",
            )
        found = msgspec.structs.replace(found, include_root=os.path.abspath(include_root))
    if overlays:
        found = msgspec.structs.replace(found, overlays=(*found.overlays, *map(os.path.abspath, overlays)))
    return found


def _refuse_link(place: str, docs: str) -> None:
    if not os.path.realpath(place).startswith(os.path.join(os.path.realpath(docs), "")):
        raise SettingsError(
            "The settings are a symbolic link that leads out of the docs.",
            file=place,
            expected="a file of the docs",
            advice="name the file with --settings, or put it in the place of the link",
        )


def _keep_inside(settings: Settings, docs: str) -> None:
    """Docs may come from anybody, so the settings in them open no folder but that of the docs."""
    folder = os.path.join(os.path.realpath(docs), "")
    if settings.include_root and not os.path.join(os.path.realpath(settings.include_folder), "").startswith(folder):
        raise SettingsError(
            f"include_root {settings.include_root!r} leads out of the docs. Settings that come with the docs "
            "cannot do that.",
            file=settings.file,
            expected="a folder inside of DOCS, or settings that do not come with the docs",
            advice="name the folder with --include-root, or set include_root in a speclift.toml of your own "
            "(in the current directory, or named with --settings)",
        )


def _keep_overlays_inside(settings: Settings, docs: str) -> None:
    folder = os.path.join(os.path.realpath(docs), "")
    outside = next((file for file in settings.overlay_files if not os.path.realpath(file).startswith(folder)), None)
    if outside is not None:
        raise SettingsError(
            f"The overlay {outside!r} lies outside of the docs. Settings that come with the docs cannot open it.",
            file=settings.file,
            expected="a file inside of DOCS, or settings that do not come with the docs",
            advice="name the file with --overlay",
        )
    sizes = [os.path.getsize(file) for file in settings.overlay_files if os.path.isfile(file)]
    if len(settings.overlays) > _MOST_OVERLAYS or sum(sizes) > LARGEST_DOCUMENT:
        raise SettingsError(
            "The overlays of settings that come with the docs are too many or too large.",
            file=settings.file,
            expected=f"at most {_MOST_OVERLAYS} files, with {LARGEST_DOCUMENT:,} bytes together",
            advice="name the overlays that you need with --overlay",
        )
    pipe = next((file for file in settings.overlay_files if os.path.exists(file) and not os.path.isfile(file)), None)
    if pipe is not None:
        raise SettingsError(
            f"The overlay {pipe!r} is not a regular file. Settings that come with the docs open nothing else.",
            file=settings.file,
            expected="a file inside of DOCS",
            advice="name the file with --overlay",
        )


def _refuse_read_only(settings: Settings) -> None:
    """Operations that change nothing are called on any server, so the author of the docs does not choose them."""
    marked = next((override.target for override in settings.overrides if override.read_only), None)
    if marked is not None:
        raise SettingsError(
            f"read_only = true for {marked!r} is in settings that come with the docs. These cannot say that a call "
            "changes nothing.",
            file=settings.file,
            expected="read_only in settings of your own",
            advice="put it in a speclift.toml of your own (in the current directory, or named with --settings)",
        )


def _parse(path: str) -> Settings:
    # Most references have no settings.
    import tomllib

    in_project = os.path.basename(path) == "pyproject.toml"
    try:
        with open(path, "rb") as stream:
            source = stream.read(LARGEST_SETTINGS + 1)
        if len(source) > LARGEST_SETTINGS:
            raise ValueError(f"they have more than {LARGEST_SETTINGS:,} bytes")
        text = source.decode()
        if _DEEP_KEY.search(text):
            raise ValueError("a key has more than 25 levels")
        data: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(
            f"The settings cannot be read: {error.strerror}.",
            file=path,
            expected="a file such as speclift.toml",
            advice="check the path; it is taken from the current directory",
        ) from error
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError and UnicodeDecodeError are ValueErrors, and so is what a number of too many digits raises.
        raise SettingsError(
            f"The settings cannot be read as TOML: {_shown(error)}.",
            file=path,
            expected="a TOML 1.0 file",
            advice="mend the line named",
        ) from error
    try:
        table = msgspec.convert(data, _Project).tool.speclift if in_project else data
        if "file" in table:
            raise msgspec.ValidationError("Object contains unknown field `file`")
        found = msgspec.convert({**table, "file": path}, Settings)
        if any("line" in override for override in table.get("overrides", ())):
            raise msgspec.ValidationError("Object contains unknown field `line` - at `$.overrides[...]`")
        if any("\0" in text for text in (found.include_root, *found.overlays)):
            raise msgspec.ValidationError("`include_root` or `overlays` has a NUL")
        return _placed(found, text, ("tool", "speclift") if in_project else ()) if found.overrides else found
    except msgspec.ValidationError as error:
        expected, advice = _help_for(error)
        raise SettingsError(
            f"The settings are wrong: {_shown(error)}.", file=path, expected=expected, advice=advice
        ) from error


def _placed(settings: Settings, text: str, table: tuple[str, ...]) -> Settings:
    """The settings, with the line of the target of each override."""
    target = (*table, "overrides", "target")
    lines = [line for path, line in key_lines(text) if path == target]
    if len(lines) != len(settings.overrides):
        return settings
    overrides = tuple(
        msgspec.structs.replace(override, line=line) for override, line in zip(settings.overrides, lines, strict=True)
    )
    return msgspec.structs.replace(settings, overrides=overrides)


def _help_for(error: msgspec.ValidationError) -> tuple[str, str]:
    """What was expected where the error lies, and what to do."""
    unknown = _UNKNOWN_KEY.search(str(error))
    if unknown:
        table = re.sub(r"\[[^][]*]", "", unknown["table"] or "")
        keys = [name for name in _TABLES.get(table, Form).__struct_fields__ if name not in PLACES]
        where = f"in [{table}] the keys" if table else "the keys"
        advice = _FORM_ADVICE if table == "form" else "see docs/reference/settings.md"
        return f"{where} {', '.join(keys)}", meant(unknown["key"], keys) or advice
    place = _FORM_TABLE.search(str(error))
    if place is None:
        known = ", ".join(field.name for field in msgspec.structs.fields(Settings) if field.name not in PLACES)
        return f"the keys {known}", "see docs/reference/settings.md"
    advice = _FORM_ADVICE
    meanings = MEANINGS.get(place[1] or "")
    if meanings:
        return f"words of the docs, each with one of: {', '.join(meanings)}", advice
    known = ", ".join(field.name for field in msgspec.structs.fields(Form))
    return f"in [form] the tables {known}", advice


def _shown(error: Exception) -> str:
    """The message of a parser, made visible and cut short: it may quote the file."""
    return visible(str(error)[:_LONGEST_MESSAGE])
