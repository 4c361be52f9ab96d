"""`speclift generate` and `speclift client`: a typed client, of a reference or of any OpenAPI document."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_loading, add_overlays, add_validator, tell_limits
from speclift.cli.ending import Ending
from speclift.cli.outputs import KEPT, add_force, counted, write_generated
from speclift.cli.references import ENVIRONMENT, FILES, add_docs, add_options, summarise, with_progress
from speclift.cli.sources import document_among, document_of
from speclift.report.terminal import say

#: At most this many files are named.
_MOST = 20
_ENDINGS = {
    USAGE: "usage",
    BAD_INPUT: "bad input; the old output is untouched",
    INTERRUPTED: "interrupted; the old output is untouched",
}


def add(commands: Any) -> None:
    """Add the commands and their arguments."""
    generate = command(
        commands,
        "generate",
        run_generate,
        summary="write the OpenAPI document and the client of a reference",
        description="Write the OpenAPI document of a reference and a typed Python client of it. All files appear "
        "together; those of an earlier run that are no longer made are removed, and no other file is touched. A file "
        "that was changed by hand is kept.",
        examples={
            "speclift generate docs -o .": "./spec/openapi.yaml and ./generated",
            "speclift generate docs -o . --templates mine": "with your own templates",
        },
        exit_codes={
            DONE: "the files are written",
            FAILED: f"with --strict, the docs have a finding that is more than a note; or {KEPT}; "
            "or with --tracked, git does not track a file",
            **_ENDINGS,
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(generate)
    generate.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="folder; OUT/spec/openapi.yaml and OUT/generated/ are written",
    )
    generate.add_argument(
        "--tracked", action="store_true", help="exit with 1 where git does not track a file of the output"
    )
    _add_templates(generate)
    add_overlays(generate)
    add_validator(generate)
    add_force(generate)
    add_options(generate, with_strict=True)

    client = command(
        commands,
        "client",
        run_client,
        summary="make a typed Python client of an OpenAPI 3 document, or of a reference",
        description="Write a Python package with pydantic models and a client, synchronous and asynchronous, of any "
        "OpenAPI 3 or Swagger 2.0 document, or of the document that folders of pages describe.",
        examples={
            "speclift client openapi.yaml -o client --package shop": "a project with the package shop",
            "speclift client docs -o client": "the same for a reference",
        },
        exit_codes={DONE: "the files are written", FAILED: KEPT, **_ENDINGS},
    )
    client.add_argument("source", nargs="+", metavar="SPEC|DOCS", help="OpenAPI document, or folders of pages")
    client.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the client's project")
    client.add_argument("--package", metavar="NAME", help="import package (default: after the document's title)")
    _add_templates(client)
    add_force(client)
    add_loading(client)
    client.add_argument(
        "--settings", metavar="FILE", help="settings to take [client] from (default: speclift.toml, pyproject.toml)"
    )
    client.add_argument("--quiet", action="store_true", help="print nothing but errors")


def _add_templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates", metavar="DIR", help="folder of templates that replace the built-in ones of the same path"
    )


def run_generate(arguments: argparse.Namespace) -> Ending:
    """Write document and client of a reference, and return the exit code."""
    from speclift.pipeline.run import Options, generate
    from speclift.report.findings import fails_strict

    options = Options(validator=arguments.validator)
    generated = with_progress(
        arguments,
        options,
        lambda settings, **more: generate(
            arguments.docs, settings, templates=arguments.templates, options=options, **more
        ),
    )
    outcome = generated.outcome
    written = write_generated(arguments, outcome.files)
    summarise(arguments, outcome, f", {counted(written, outcome.files)}")
    if not arguments.quiet:
        _tell_places(arguments.output, outcome.files)
    strangers = _untracked(arguments, outcome.files) if arguments.tracked else []
    is_fine = not written.edited and not strangers and not (arguments.strict and fails_strict(outcome.findings))
    return Ending(DONE if is_fine else FAILED, generated)


def _tell_places(output: str, files: Mapping[str, bytes]) -> None:
    """Say where the document and the package of the client are."""
    packages = (os.path.dirname(name) for name in files if name.endswith("/__init__.py"))
    package = min(packages, key=len, default="generated")
    document, client = os.path.join(output, "spec", "openapi.yaml"), os.path.join(output, package)
    say(f"the document is {document}, the client {client}")


def _untracked(arguments: argparse.Namespace, files: Mapping[str, bytes]) -> list[str]:
    """Print and return the files of the output that git does not track: a commit would leave them out."""
    from speclift.cli.tracked import untracked
    from speclift.storage.tree import MANIFEST

    found = untracked(arguments.output, sorted((*files, MANIFEST)))
    for name in found[:_MOST]:
        say(f"{os.path.join(arguments.output, name)} is not tracked by git")
    if len(found) > _MOST:
        say(f"{len(found) - _MOST} more files are not tracked by git")
    if found:
        say(f"add what was written: git -C {shlex.quote(arguments.output)} add .speclift-files spec generated")
    return found


def run_client(arguments: argparse.Namespace) -> int:
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
        print(counted(written, files), file=sys.stderr)
    return FAILED if written.edited else DONE
