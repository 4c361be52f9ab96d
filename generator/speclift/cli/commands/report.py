"""`speclift report`: one HTML page on what was recovered, how certain it is and what to mend."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.ending import Ending
from speclift.cli.references import add_docs, add_options, with_progress
from speclift.model.text import counted


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    report = command(
        commands,
        "report",
        run,
        summary="write an HTML page on what was recovered and what to mend",
        description="Write one HTML page for the owner of the docs: how much was recovered, where each kind of fact "
        "comes from, conflicts and gaps by code and by group, the least certain components with the evidence for and "
        "against them, and which components refer to which. It needs no network and no other file.\n\n"
        "Places link to the pages of DOCS beside the report, or to where the settings say that they are published "
        "(docs_url), or to what --source-url says.",
        examples={
            "speclift report docs -o report.html": "the report",
            "speclift report docs -o report.html --source-url 'https://github.com/o/n/blob/main/docs/{file}#L{line}'": (
                "with links to the lines of a repository"
            ),
            "speclift report docs -o report.html --strict": "fail where the docs contradict themselves",
        },
        exit_codes={
            DONE: "the report was written",
            FAILED: "the report was written; with --strict, there is a finding that is more than a note",
            USAGE: "usage",
            BAD_INPUT: "bad input; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
        },
    )
    add_docs(report)
    report.add_argument("-o", "--output", metavar="FILE", required=True, help="file to write, - for standard output")
    report.add_argument(
        "--source-url",
        metavar="TEMPLATE",
        help="address of a place, with {file} or {page} (the file without .md), and {line}",
    )
    add_options(report, with_strict=True)


def run(arguments: argparse.Namespace) -> Ending:
    """Write the page, and return the exit code."""
    from speclift.pipeline.recovery import Recovery, recover
    from speclift.report.findings import fails_strict
    from speclift.report.page.count import overview_of
    from speclift.report.page.html import to_html
    from speclift.report.page.links import Links, links_of
    from speclift.settings import Settings
    from speclift.storage.files import write_files

    def work(settings: Settings, **more: Any) -> tuple[Links, Settings, Recovery]:
        # A wrong template is reported before the pages are read.
        links = links_of(arguments.docs, arguments.output, settings.docs_url, arguments.source_url)
        return links, settings, recover(arguments.docs, settings, **more)

    made = with_progress(arguments, None, work)
    links, settings, found = made
    overview = overview_of(found.reference, found.api, settings, found.files)
    page = to_html(overview, links)
    if arguments.output == "-":
        sys.stdout.buffer.write(page)
    else:
        write_files({arguments.output: page})
    if not arguments.quiet:
        counts = overview.counts
        operations, components = counted(counts.operations, "operation"), counted(len(overview.components), "component")
        print(f"{operations}, {components}, {counted(counts.findings, 'finding')}", file=sys.stderr)
    return Ending(FAILED if arguments.strict and fails_strict(found.api.findings) else DONE, made)
