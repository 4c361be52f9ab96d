"""`speclift explain`: where each fact about a name comes from."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, command
from speclift.cli.ending import Ending
from speclift.cli.references import ENVIRONMENT, FILES, add_docs, add_options, with_progress
from speclift.errors import SpecliftError


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    explain = command(
        commands,
        "explain",
        run,
        summary="print where each fact about a name comes from",
        description="Print what is known about an operation, parameter, schema or property: each fact with the rule "
        "that concluded it, and the pages and lines that show it. For a code, print what it means: the code of a "
        "finding, with all its places, of a change in speclift diff, or of an error.",
        examples={
            "speclift explain docs Order.Created": "a property",
            "speclift explain docs 'GET /orders/{id}'": "an operation",
            "speclift explain docs SL207": "a code, and all its findings",
        },
        exit_codes={
            DONE: "the name is explained",
            USAGE: "usage; the reference has no such name",
            BAD_INPUT: "bad input",
            INTERRUPTED: "interrupted",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(explain)
    explain.add_argument(
        "name",
        metavar="NAME",
        help="operation id, 'METHOD /path', Schema, Schema.property, operationId.parameter, SL code, "
        "code of speclift diff, or E code",
    )
    add_options(explain, with_strict=False)


def run(arguments: argparse.Namespace) -> int | Ending:
    """Print the explanation, and return the exit code."""
    from speclift.diff.report.formats import as_rule
    from speclift.diff.rules.catalogue import RULES_BY_CODE
    from speclift.pipeline.recovery import recover
    from speclift.reading.files.walk import root_of
    from speclift.report.explain import explain

    if arguments.name in RULES_BY_CODE:
        # The code is about two descriptions, not about these pages alone.
        sys.stdout.write(as_rule(arguments.name))
        return DONE
    errors = {error.code: str(error.__doc__) for error in SpecliftError.__subclasses__()}
    if arguments.name in errors:
        sys.stdout.write(f"{arguments.name} ends a run: {' '.join(errors[arguments.name].split())}\n")
        return DONE
    api = with_progress(arguments, None, lambda settings, **more: recover(arguments.docs, settings, **more).api)
    sys.stdout.write(explain(api, arguments.name, root_of(arguments.docs), (*RULES_BY_CODE, *errors)))
    return Ending(DONE, api)
