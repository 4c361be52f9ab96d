"""`speclift client`: a typed client of any OpenAPI document, or of the one that a reference describes."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_loading, tell_limits
from speclift.cli.outputs import KEPT, add_force, add_templates, changes_of, write_generated
from speclift.cli.sources import document_among, document_of


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    client = command(
        commands,
        "client",
        run,
        summary="make a typed Python client of an OpenAPI 3 document, or of a reference",
        description="Write a Python package with pydantic models and a client, synchronous and asynchronous, of any "
        "OpenAPI 3 or Swagger 2.0 document, or of the document that folders of pages describe.",
        examples={
            "speclift client openapi.yaml -o client --package shop": "a project with the package shop",
            "speclift client docs -o client": "the same for a reference",
        },
        exit_codes={
            DONE: "the files are written",
            FAILED: KEPT,
            USAGE: "usage",
            BAD_INPUT: "bad input; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
        },
    )
    client.add_argument("source", nargs="+", metavar="SPEC|DOCS", help="OpenAPI document, or folders of pages")
    client.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the client's project")
    client.add_argument("--package", metavar="NAME", help="import package (default: after the document's title)")
    add_templates(client)
    add_force(client)
    add_loading(client)
    client.add_argument(
        "--settings", metavar="FILE", help="settings to take [client] from (default: speclift.toml, pyproject.toml)"
    )
    client.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Write the client of a document, and return the exit code."""
    import gc

    from speclift.client.templates import Templates
    from speclift.client.unsupported import limits
    from speclift.pipeline.client import client_files
    from speclift.settings_files import load_settings

    gc.disable()
    # Pages may have settings beside them; those of a document are the user's own.
    is_document = bool(document_among(arguments.source))
    settings = load_settings(arguments.settings, "." if is_document else arguments.source[0])
    package = arguments.package or (None if is_document else settings.package or None)
    found = document_of(arguments, arguments.source)
    tell_limits(arguments, found.sources.in_files(limits(found.document)), found.file)
    files = client_files(found.document, package, Templates(arguments.templates), settings.client)
    written = write_generated(arguments, files)
    if not arguments.quiet:
        print(changes_of(written, files), file=sys.stderr)
    return FAILED if written.edited else DONE
