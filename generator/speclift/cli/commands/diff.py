"""`speclift diff`: what changed between two descriptions of an API, and which changes break a client."""

from __future__ import annotations

import argparse
import functools
import sys
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, add_output, command, names
from speclift.cli.documents import add_loading, loading_of, tell, tell_limits
from speclift.cli.references import add_effort, jobs_of
from speclift.cli.sources import add_settings
from speclift.errors import UsageError
from speclift.report.terminal import show

if TYPE_CHECKING:
    from speclift.diff.description import Description
    from speclift.diff.inputs.descriptions import Reading
    from speclift.diff.inputs.revisions import Side
    from speclift.diff.rules.severity import Severities


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    diff = command(
        commands,
        "diff",
        run,
        summary="what changed between two specs or docs, and which changes break a client",
        description="Compare two descriptions of an API and list what was added, removed and changed, each change "
        "once, under a stable code, with its level: breaking, warning, compatible, info. Requests and responses are "
        "judged separately.\n\nOLD and NEW are OpenAPI 3 or Swagger 2.0 files, folders of such files or "
        "several between commas (parts of one API), or folders of pages. With --git they are one of these in two "
        "revisions. A webhook or callback that differs is listed, without the differences; links are not compared.",
        examples={
            "speclift diff docs-2022 docs-2023": "between two releases of the docs",
            "speclift diff swagger.json docs --ignore 'component-*'": "where a published spec and the docs disagree",
            "speclift diff --git origin/main...HEAD docs --fail-on breaking": "fail where a branch breaks clients",
            "speclift diff --git HEAD openapi.yaml": "what is changed and not committed",
            "speclift diff old.yaml new.yaml --severity levels.toml --bump": "with your own levels, for a release",
            "speclift diff --list-rules": "every code, its level and what it means",
        },
        exit_codes={
            DONE: "compared",
            FAILED: "there is a change that --fail-on names",
            USAGE: "usage",
            BAD_INPUT: "bad input, or git cannot read a revision",
            INTERRUPTED: "interrupted; nothing was written",
        },
    )
    diff.add_argument("inputs", nargs="*", metavar="OLD NEW", help="spec files, or folders of specs or pages")
    diff.add_argument(
        "--git",
        metavar="REV1..REV2",
        help="compare one input in two revisions; REV alone compares it with the working tree",
    )
    add_output(diff, "text", "json", "markdown", "github")
    diff.add_argument(
        "--fail-on",
        type=names,
        default=(),
        metavar="LEVEL|CODES",
        help="exit with 1 where there is a change of this level (breaking, warning or any) or with one of these codes",
    )
    diff.add_argument(
        "--level",
        choices=("breaking", "warning", "compatible", "info"),
        metavar="LEVEL",
        default="compatible",
        help="list changes of this level (breaking, warning, compatible or info) and worse ones (default: compatible)",
    )
    diff.add_argument(
        "--only", type=names, default=(), metavar="CODES", help="list only these; wildcards as in a shell"
    )
    diff.add_argument("--ignore", type=names, default=(), metavar="CODES", help="leave these out")
    add_loading(diff)
    diff.add_argument(
        "--severity",
        metavar="FILE",
        help="TOML with the level of each code: error, warning, compatible, info, ignore; also [diff.severity] of your "
        "settings",
    )
    diff.add_argument(
        "--bump", action="store_true", help="say which part of the version the changes raise: major, minor, patch, none"
    )
    diff.add_argument("--list-rules", action="store_true", help="print every code, its level and what it means")
    add_settings(diff)
    diff.add_argument("--quiet", action="store_true", help="do not print warnings about the documents")
    add_effort(diff)


def run(arguments: argparse.Namespace) -> int:
    """Write the changes, and return the exit code."""
    from speclift.diff.report.formats import FORMATS, as_rules

    if arguments.list_rules:
        sys.stdout.write(as_rules())
        return DONE
    import gc

    from speclift.diff.compare import compare
    from speclift.diff.rules.bump import suggested
    from speclift.diff.rules.selection import selected
    from speclift.diff.rules.severity import check_limits, fails, judged
    from speclift.diff.unsupported import limits
    from speclift.storage.files import write_files

    # The records of a run live until its end; looking for cycles among them takes a good part of the time.
    gc.disable()
    severities = _severities(arguments)
    check_limits(arguments.fail_on)
    old, new = _descriptions(arguments)
    tell_limits(arguments, limits(old.uncompared, new.uncompared, old.file), new.file)
    wanted = selected(judged(compare(old, new), severities), "info", arguments.only, arguments.ignore)
    found = selected(wanted, arguments.level)
    text = FORMATS[arguments.output_format](found, suggested(wanted) if arguments.bump else None)
    if arguments.output == "-" and arguments.output_format == "text":
        show(text)
    elif arguments.output == "-":
        sys.stdout.write(text)
    else:
        write_files({arguments.output: text.encode()})
    return FAILED if fails(wanted, found, arguments.fail_on) else DONE


def _severities(arguments: argparse.Namespace) -> Severities:
    """The levels in the settings of the user, never those of the docs that are compared; the file takes precedence."""
    from speclift.diff.rules.severity import checked, read_severities
    from speclift.settings_files import load_settings

    settings = load_settings(arguments.settings)
    own = checked(settings.diff.severity, settings.file)
    return {**own, **read_severities(arguments.severity)} if arguments.severity else own


def _descriptions(arguments: argparse.Namespace) -> tuple[Description, Description]:
    from speclift.diff.inputs.descriptions import loading_ahead, read_description

    if arguments.git is None:
        if len(arguments.inputs) != 2:
            raise UsageError(
                "speclift diff compares two descriptions.",
                expected="speclift diff OLD NEW, or speclift diff --git REV1..REV2 DOCS",
                advice="name two files or folders",
            )
        old, new = arguments.inputs
        with loading_ahead(new, _reading(arguments)) as later:
            return read_description(old, _reading(arguments)), read_description(new, later)
    if len(arguments.inputs) != 1:
        raise UsageError(
            "With --git, speclift diff compares two revisions of one file or folder.",
            expected="speclift diff --git REV1..REV2 DOCS",
            advice="name one file or folder",
        )
    return _of_revisions(arguments, arguments.inputs[0])


def _of_revisions(arguments: argparse.Namespace, argument: str) -> tuple[Description, Description]:
    import tempfile

    from speclift.diff.inputs.descriptions import loading_ahead, read_description
    from speclift.diff.inputs.revisions import from_top, parse_range, sides
    from speclift.errors import NoOperationsError

    revisions = parse_range(arguments.git)
    with tempfile.TemporaryDirectory(prefix="speclift-") as folder:
        before, after = sides(argument, revisions, folder)
        name = f"{argument} in {revisions.old}"
        reading = _reading(arguments, before)
        with loading_ahead(argument, _reading(arguments, after), at=after.at) as later:
            try:
                old = read_description(argument, reading, at=before.at, name=name)
            except NoOperationsError:
                # The old revision has no operations yet, so that all of the new one are additions.
                old = read_description(argument, reading, at={}, name=name)
            name = f"{argument} now" if revisions.new is None else f"{argument} in {revisions.new}"
            new = read_description(argument, later, at=after.at, name=name)
        if arguments.output_format == "github":
            return from_top(old, before.top), from_top(new, after.top)
        return old, new


def _reading(arguments: argparse.Namespace, side: Side | None = None) -> Reading:
    """How pages are read. Those of a revision are in a new folder each time, so their cache is named after `docs`."""
    from speclift.diff.inputs.descriptions import Reading
    from speclift.storage.cache import Cache, default_folder

    is_of_revision = side is not None and side.folder != side.top

    def cache(docs: str) -> Cache | None:
        if arguments.no_cache:
            return None
        return Cache(default_folder(), [f"{docs}@git" if is_of_revision else docs], f"diff {arguments.validator}")

    return Reading(
        arguments.settings,
        jobs_of(arguments),
        cache,
        with_lines=arguments.output_format == "github",
        revision=side.folder if side and is_of_revision else "",
        directory=side.directory if side else ".",
        moved=side.moved if side else str,
        loading=loading_of(arguments),
        told=functools.partial(tell, arguments),
    )
