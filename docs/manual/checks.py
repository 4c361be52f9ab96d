"""A page for each check of the fuzzer that schemathesis has not."""

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
    """A check: its name, whether it fails a run, and what holds where it passes."""

    name: str
    level: str
    meaning: str


def checks() -> Iterator[Check]:
    """The checks that the page on the fuzzer lists, one after the other."""
    table = FUZZER.read_text(encoding="utf-8").partition("| check | level | what holds |")[2]
    for names, level, meaning in _ROW.findall(table):
        for name in names.split(", "):
            yield Check(name, level, f"{meaning[0].upper()}{meaning[1:]}.")


def check_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the pages of all checks, and of their list."""
    found = list(checks())
    stated = _docstrings()
    rows = [f"| [{check.name}]({check.name}.md) | {check.level} | {check.meaning} |" for check in found]
    intro = (
        "`speclift fuzz` reports a finding under the name of a check. These are the checks of speclift; those of\n"
        "[schemathesis](https://schemathesis.io) are described there. A failure fails the run, drift does not."
    )
    head = "| check | level | what holds |\n| --- | --- | --- |"
    yield "reference/checks/index.md", "\n".join(("# Checks of the fuzzer", "", intro, "", head, *rows, ""))
    for check in found:
        yield f"reference/checks/{check.name}.md", _page(check, stated.get(check.name, ""))


def _page(check: Check, stated: str) -> str:
    faults = [fault.name for fault in FAULTS.values() if check.name in fault.found_by]
    example = (
        "The mock can break this promise, so you can look at such a finding:\n\n"
        f"```sh\nspeclift mock openapi.yaml --port 8080 --faults {faults[0]}\n"
        "speclift fuzz openapi.yaml --url http://127.0.0.1:8080 --phases none\n```\n\n"
        f"These faults of the mock are found by it: {', '.join(f'`{name}`' for name in faults)}.\n"
        if faults
        else "The documented samples, and the requests that follow from them, are held against this promise.\n"
    )
    counts = "It fails the run." if check.level == "failure" else "It fails no run."
    todo = (
        "If the server is wrong, mend it, and send the request again with `--replay`. If the docs are wrong, mend\n"
        "them, and make the document again. A failure that you know and cannot mend yet goes into a baseline\n"
        "(`--write-baseline`)."
    )
    return (
        f"# {check.name}\n\n{check.meaning} {stated}\n\nA finding of this check is a {check.level}. {counts}\n\n"
        f"## Example\n\n{example}\n## What to do\n\n{todo}\n"
    )


def _docstrings() -> Mapping[str, str]:
    from speclift.fuzz.checks.probes import PROBES
    from speclift.fuzz.checks.responses import PROMISES

    functions = {**PROMISES, **PROBES}
    return {name: " ".join(inspect.cleandoc(function.__doc__ or "").split()) for name, function in functions.items()}
