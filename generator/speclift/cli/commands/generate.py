"""`speclift generate`: the OpenAPI document and the typed client of a reference."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Mapping
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_overlays, add_validator
from speclift.cli.ending import Ending
from speclift.cli.outputs import KEPT, add_force, add_templates, changes_of, write_generated
from speclift.cli.references import ENVIRONMENT, FILES, add_docs, add_options, summarise, with_progress
from speclift.model.text import counted
from speclift.report.terminal import say

#: At most this many files are named.
_MOST = 20


def add(commands: Any) -> None:
    """Add the command and its arguments."""
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
            USAGE: "usage",
            BAD_INPUT: "bad input; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
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
    add_templates(generate)
    add_overlays(generate)
    add_validator(generate)
    add_force(generate)
    add_options(generate, with_strict=True)


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
    summarise(arguments, outcome, f", {changes_of(written, outcome.files)}")
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
        say(f"{counted(len(found) - _MOST, 'more file')} not tracked by git")
    if found:
        say(f"add what was written: git -C {shlex.quote(arguments.output)} add .speclift-files spec generated")
    return found
