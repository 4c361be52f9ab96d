"""A command that would overwrite what it reads, or one output with another, is refused before it reads anything.

`OUTPUTS` lists the arguments that name what a command writes. All others that name a path are inputs.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterable, Iterator

from speclift.cli.arguments import actions_of, names_of, names_path
from speclift.errors import UsageError

#: The arguments that name what a command writes.
OUTPUTS = frozenset({"output", "report_json", "report_junit", "report_sarif", "report_html", "write_baseline", "state"})
#: Inputs that one run writes for the next, each with its output: the same file may be both.
_RENEWED = {"baseline": "write_baseline", "weights": "report_json"}
#: The metavars of inputs that may be folders of pages.
_DOCS = frozenset({"DOCS", "OLD", "NEW"})


def refuse_overwriting(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Raise UsageError where an output is another output or an input of the command, or a page that it reads."""
    paths = {action.dest: action for action in actions_of(parser) if names_path(action)}
    outputs = list(_outputs(arguments))
    if not outputs:
        return
    _refuse_twice(outputs)
    written = dict.fromkeys(path for _, path in outputs)
    for dest, action in paths.items():
        others = {path for output, path in outputs if output != _RENEWED.get(dest)}
        for path in _values(arguments, dest) if dest not in OUTPUTS else ():
            name = "/".join(action.option_strings) or str(action.metavar)
            if os.path.isdir(path):
                if names_of(action) & _DOCS:
                    _refuse_pages(arguments, path, name, written)
            elif (dest, path) not in outputs:
                _refuse_same(path, name, others)
    if "settings" in vars(arguments):
        for path in _settings_of(arguments):
            _refuse_same(path, "the path of the settings", written)


def refuse_overwriting_parts(arguments: argparse.Namespace, files: Iterable[str]) -> None:
    """Raise UsageError where an output is one of the files that a document was read from."""
    written = {path for _, path in _outputs(arguments)}
    for path in files:
        if not os.path.isdir(path):
            _refuse_same(path, "a reference of the document", written)


def _outputs(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The paths that a command writes to, by argument; `learn --write` writes its settings."""
    for dest in sorted(OUTPUTS):
        yield from ((dest, path) for path in _values(arguments, dest) if path != "-")
    if getattr(arguments, "write", False):
        yield from (("settings", path) for path in _values(arguments, "settings"))


def _values(arguments: argparse.Namespace, dest: str) -> Iterator[str]:
    """The paths in an argument. An input of a comparison may be several paths, separated by commas."""
    given = getattr(arguments, dest, None)
    for path in [given] if isinstance(given, str) else given or ():
        yield from [path] if dest != "inputs" or os.path.exists(path) else path.split(",")


def _settings_of(arguments: argparse.Namespace) -> Iterator[str]:
    """The settings that the command finds by itself."""
    from speclift.settings_files import settings_files

    if arguments.settings is None and not getattr(arguments, "write", False):
        places = settings_files(None, next(_folders(arguments), "."))
        yield from [place for place in places if os.path.isfile(place)][:1]


def _folders(arguments: argparse.Namespace) -> Iterator[str]:
    for dest in ("docs", "source"):
        yield from filter(os.path.isdir, _values(arguments, dest))


def _refuse_twice(outputs: Iterable[tuple[str, str]]) -> None:
    for (dest, path), (other, again) in itertools.combinations(outputs, 2):
        if _is_same(path, again):
            raise UsageError(
                f"Two outputs lead to the same file: --{dest.replace('_', '-')} and --{other.replace('_', '-')}.",
                file=again,
                expected="a file for each output",
                advice="name another file for one of them",
            )


def _refuse_same(path: str, name: str, written: Iterable[str]) -> None:
    for output in written:
        if _is_same(path, output):
            raise UsageError(
                f"The output is an input too: {name} leads to the same file.",
                file=output,
                expected="an output that is none of the files that are read",
                advice="name another file to write",
            )


def _is_same(path: str, other: str) -> bool:
    """Whether two paths name the same file, even one that does not exist yet.  A device may be input and output."""
    try:
        if os.path.exists(path) and os.path.exists(other):
            return os.path.isfile(path) and os.path.samefile(path, other)
        return os.path.realpath(path) == os.path.realpath(other)
    except (OSError, ValueError):
        return False


def _refuse_pages(arguments: argparse.Namespace, folder: str, name: str, written: Iterable[str]) -> None:
    for output in _read_below(arguments, folder, written):
        raise UsageError(
            f"The output is a page of the reference that {name} names.",
            file=output,
            expected="an output that is not read as a page",
            advice="name a file outside of the folder, or one with another suffix, or leave it out with exclude in "
            "the settings",
        )


def _read_below(arguments: argparse.Namespace, folder: str, written: Iterable[str]) -> Iterator[str]:
    """The paths of pages that are read below a folder, or will be once they are written."""
    from speclift.settings_files import load_settings

    named = dict(_paths_below(folder, written))
    if named:
        settings = getattr(arguments, "settings", None)
        base = next(_folders(arguments), folder)
        selection = load_settings(settings if settings and os.path.exists(settings) else None, base).selection
        yield from (output for output, paths in named.items() if any(map(selection.takes, paths)))


def _paths_below(folder: str, written: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each output that has a page's path below a folder, with all such paths. The folder is walked once at most."""
    from speclift.reading.files.walk import SUFFIXES, walk

    root = os.path.realpath(folder)
    reals = {output: os.path.realpath(output) for output in written}
    there = [output for output in reals if os.path.isfile(output)]
    # Links of the reference may lead to an output, which may have another name than the page.
    within = (root, *(os.path.dirname(reals[output]) for output in there))
    pages = [entry.path for entry in walk(folder, within)] if there else []
    for output, real in reals.items():
        paths: list[str] = []
        if output in there:
            paths = [path for path in pages if _is_same(os.path.join(folder, path), output)]
        elif real.lower().endswith(SUFFIXES) and real.startswith(os.path.join(root, "")):
            path = os.path.relpath(real, root).replace(os.sep, "/")
            paths = [] if any(part.startswith(".") for part in path.split("/")[:-1]) else [path]
        if paths:
            yield output, paths
