"""A page for each check of the fuzzer that schemathesis does not have."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from speclift.mock.faults.catalogue import FAULTS

FUZZER = Path(__file__).resolve().parent.parent / "reference" / "fuzzer.md"

_ROW = re.compile(r"^\| ([a-z_, ]+) \| (failure|drift) \| (.+) \|$", re.M)


class Check(msgspec.Struct, frozen=True):
    """A check: its name, its level (`failure` or `drift`), and what holds where it passes, as a sentence."""

    name: str
    level: str
    meaning: str


def checks() -> Iterator[Check]:
    """The checks that the page on the fuzzer lists, in its order."""
    table = FUZZER.read_text(encoding="utf-8").partition("| check | level | what holds |")[2]
    for names, level, meaning in _ROW.findall(table):
        for name in names.split(", "):
            yield Check(name, level, f"{meaning[0].upper()}{meaning[1:]}.")


def check_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the list of all checks, then of the page of each."""
    found = list(checks())
    docstrings = _docstrings()
    rows = [f"| [{check.name}]({check.name}.md) | {check.level} | {check.meaning} |" for check in found]
    intro = (
        "`speclift fuzz` reports a finding under the name of a check. These are the checks of speclift; the\n"
        "documentation of [schemathesis](https://schemathesis.io) describes its own. A failure fails the run, drift\n"
        "does not."
    )
    head = "| check | level | what holds |\n| --- | --- | --- |"
    yield "reference/checks/index.md", "\n".join(("# Checks of the fuzzer", "", intro, "", head, *rows, ""))
    for check in found:
        yield f"reference/checks/{check.name}.md", _page(check, docstrings.get(check.name, ""))


def _page(check: Check, docstring: str) -> str:
    faults = [fault.name for fault in FAULTS.values() if check.name in fault.found_by]
    example = (
        "The mock can break this promise, so you can see such a finding:\n\n"
        f"```sh\nspeclift mock openapi.yaml --port 8080 --faults {faults[0]}\n"
        "speclift fuzz openapi.yaml --url http://127.0.0.1:8080 --phases none\n```\n\n"
        f"The check finds these faults of the mock: {', '.join(f'`{name}`' for name in faults)}.\n"
        if faults
        else "The fuzzer checks this promise on the documented samples, and on the requests that follow from them.\n"
    )
    counts = "A finding of this check is a failure. It fails the run."
    if check.level == "drift":
        counts = "A finding of this check is drift. It does not fail the run."
    todo = (
        "If the server is wrong, fix it, and send the request again with `--replay`. If the docs are wrong, mend\n"
        "them, and make the document again. If you know a failure and cannot fix it yet, record it in a baseline\n"
        "(`--write-baseline`)."
    )
    return (
        f"# {check.name}\n\n{check.meaning} {docstring}\n\n{counts}\n\n"
        f"## Example\n\n{example}\n## What to do\n\n{todo}\n"
    )


def _docstrings() -> Mapping[str, str]:
    """The docstrings of the checks by name, each on one line."""
    from speclift.fuzz.checks.probes import PROBES
    from speclift.fuzz.checks.responses import PROMISES

    functions = {**PROMISES, **PROBES}
    return {name: " ".join(inspect.cleandoc(function.__doc__ or "").split()) for name, function in functions.items()}
