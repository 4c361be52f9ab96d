"""`speclift generate` and `speclift client`: a typed client, of a reference or of any OpenAPI document."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.commands.arguments import BAD_INPUT, DONE, INTERRUPTED, SHORT, USAGE, command
from speclift.commands.document import add_loading, add_overlays, loaded, tell_limits
from speclift.commands.reference import ENVIRONMENT, FILES, add_docs, add_options, print_kept, summarise, with_progress

_ENDINGS = {
    USAGE: "usage",
    BAD_INPUT: "bad input; what stood at the output is untouched",
    INTERRUPTED: "interrupted; what stood at the output is untouched",
}


def add(commands: Any) -> None:
    """Add the commands and their arguments."""
    generate = command(
        commands,
        "generate",
        run_generate,
        summary="make everything that can be made from a reference",
        description="Write the OpenAPI document of a reference and a typed Python client of it. All files appear "
        "together; those of an earlier run that are no longer made are removed, and no other file is touched.",
        examples={
            "speclift generate docs -o .": "./spec/openapi.yaml and ./generated",
            "speclift generate docs -o . --templates mine": "with your own templates",
        },
        exit_codes={
            DONE: "the files are written",
            SHORT: "--strict, and the docs have a finding that is more than a note",
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
    _add_templates(generate)
    add_overlays(generate)
    add_options(generate, with_strict=True)

    client = command(
        commands,
        "client",
        run_client,
        summary="make a typed Python client of an OpenAPI 3 document",
        description="Write a Python package with pydantic models and a client, synchronous and asynchronous, of any "
        "OpenAPI 3 or Swagger 2.0 document.",
        examples={"speclift client openapi.yaml -o client --package shop": "a project with the package shop"},
        exit_codes={DONE: "the files are written", **_ENDINGS},
    )
    client.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    client.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the client's project")
    client.add_argument("--package", metavar="NAME", help="import package (default: after the document's title)")
    _add_templates(client)
    add_loading(client)
    client.add_argument(
        "--settings", metavar="FILE", help="settings to take [client] from (default: speclift.toml, pyproject.toml)"
    )
    client.add_argument("--quiet", action="store_true", help="print nothing but errors")


def _add_templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates", metavar="DIR", help="folder of templates that replace the built-in ones of the same path"
    )


def run_generate(arguments: argparse.Namespace) -> int:
    """Write document and client of a reference, and return the exit code."""
    from speclift.commands.interrupts import now_too_late
    from speclift.report.findings import is_short
    from speclift.run import Options, generate
    from speclift.write.tree import write_tree

    generated = with_progress(
        arguments,
        Options(),
        lambda settings, **more: generate(arguments.docs, settings, templates=arguments.templates, **more),
    )
    outcome = generated.outcome
    written = write_tree(arguments.output, outcome.files, now_too_late)
    summarise(arguments, outcome, f", {len(written.changed)} of {len(outcome.files)} files changed", written.kept)
    return SHORT if arguments.strict and is_short(outcome.findings) else DONE


def run_client(arguments: argparse.Namespace) -> int:
    """Write the client of a document, and return the exit code."""
    import gc

    from speclift.client.limits import limits
    from speclift.client.templates import Templates
    from speclift.commands.interrupts import now_too_late
    from speclift.run import client_files
    from speclift.settings import load_settings
    from speclift.write.tree import write_tree

    gc.disable()
    settings = load_settings(arguments.settings).client
    found = loaded(arguments, arguments.spec)
    tell_limits(arguments, limits(found.document), found.file)
    files = client_files(found.document, arguments.package, Templates(arguments.templates), settings)
    written = write_tree(arguments.output, files, now_too_late)
    if not arguments.quiet:
        print_kept(written.kept)
        print(f"{len(written.changed)} of {len(files)} files changed", file=sys.stderr)
    return DONE
