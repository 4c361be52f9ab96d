"""What is wrong with the docs: a finding for each conflict, with a stable code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]


class Rule(msgspec.Struct, frozen=True):
    """A kind of finding: its stable code, a short name, its severity and its meaning."""

    code: str
    name: str
    severity: Severity
    meaning: str


class Mend(msgspec.Struct, frozen=True):
    """The one change that resolves a finding: `instead` replaces `printed` on a line.

    Without `instead`, the line is removed.  With `adds`, the line stays, and a table row with these cells follows it.
    """

    file: str
    line: int
    printed: str
    instead: str = ""
    adds: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One conflict: the code of its rule, its place, and what was expected and done. `subject` is the component or
    `Component.property` that it is about, empty where there is none. `mend` is set where only one change of the page
    can be right, and the stage that found the conflict knows it.
    """

    code: str
    file: str
    line: int
    message: str
    subject: str = ""
    mend: Mend | None = None


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by place, without duplicates."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line, f.code, f.message)))


RULES: tuple[Rule, ...] = (
    Rule(
        "SL101",
        "unreadable-page",
        "error",
        "A page cannot be read; if it describes an operation, the operation is missing.",
    ),
    Rule("SL102", "broken-row", "warning", "A table row has more cells than the head; the last column took the rest."),
    Rule("SL103", "broken-sample", "warning", "The body of a sample is not JSON."),
    Rule("SL104", "missing-include", "error", "An included file does not exist, cannot be read or includes itself."),
    Rule(
        "SL105",
        "unknown-section",
        "note",
        "A section of an endpoint page has no known meaning; its text was added to the description.",
    ),
    Rule("SL106", "unknown-type", "warning", "A type name is neither a primitive type nor a type of the reference."),
    Rule("SL107", "beyond-limit", "error", "A page, include or sample exceeds a limit; it is missing."),
    Rule("SL108", "leads-outside", "error", "An include or symbolic link leads out of the docs; it was not followed."),
    Rule("SL109", "paths-alike", "warning", "The paths of two pages differ only in upper and lower case."),
    Rule("SL110", "no-status", "warning", "A row of the table of statuses has no status code; it was left out."),
    Rule(
        "SL111",
        "no-path-template",
        "error",
        "A path is not a template, or an operation has no name; the operation is missing.",
    ),
    Rule(
        "SL112",
        "mended-path",
        "warning",
        "A path is not a template as it is printed, or has a name twice; the nearest template was used.",
    ),
    Rule(
        "SL113", "not-openapi", "error", "What a page says is not valid OpenAPI; that part of the document is missing."
    ),
    Rule(
        "SL114",
        "unread-block",
        "warning",
        "No reader understood a table, row, list or sample in the section of an operation or type; it is missing.",
    ),
    Rule(
        "SL115",
        "unread-text",
        "note",
        "No reader understood a block that only explains: in notes, examples, or sections on errors or permissions.",
    ),
    Rule(
        "SL116",
        "fault-in-speclift",
        "error",
        "A fault in speclift keeps a page from being read; if it describes an operation, the operation is missing.",
    ),
    Rule("SL201", "title-differs", "warning", "The title and the http block name different paths; the block was used."),
    Rule("SL202", "duplicate-operation", "error", "Two pages describe the same method and path; the first was used."),
    Rule("SL203", "duplicate-id", "warning", "Two pages have the same operation id; the second got a suffix."),
    Rule(
        "SL204",
        "undeclared-path-part",
        "warning",
        "The path has a part that the table of path parts lacks, or the other way round.",
    ),
    Rule(
        "SL205",
        "body-without-content",
        "warning",
        "A page documents a response without content, and names a response body.",
    ),
    Rule("SL206", "body-name-differs", "warning", "The response body's name contradicts its table and sample."),
    Rule("SL207", "type-differs", "warning", "The printed type of a property contradicts the samples or other pages."),
    Rule(
        "SL208",
        "sample-contradicts",
        "warning",
        "A sample does not validate against the schema that was recovered for it.",
    ),
    Rule("SL209", "sample-property-unlisted", "warning", "A sample has a property that the property table lacks."),
    Rule(
        "SL210", "status-undocumented", "warning", "The sample response has a status that the page does not document."
    ),
    Rule("SL211", "unknown-method", "error", "OpenAPI has no such method; the operation is missing."),
    Rule("SL301", "type-unknown", "note", "Nothing in the reference shows what a property holds; its type stays open."),
    Rule("SL302", "enum-value-unlisted", "warning", "A sample shows a member that the list of the enumeration lacks."),
    Rule(
        "SL401",
        "override-unused",
        "warning",
        "An override of the settings names something that the document does not have.",
    ),
    Rule(
        "SL402",
        "overlay-unused",
        "warning",
        "An action of an overlay changes nothing, for example because nothing matches it.",
    ),
)

#: The codes for blocks that no reader understood: those that state facts, and those that explain.
UNREAD = ("SL114", "SL115")
#: The code for a page that cannot be read because of a fault in speclift.
FAULT = "SL116"
#: The codes that are about the user's settings and not about a page.
OF_SETTINGS = ("SL401", "SL402")

RULES_BY_CODE = {rule.code: rule for rule in RULES}


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that say that something is missing from the document, or is wrong in it."""
    return tuple(finding for finding in findings if RULES_BY_CODE[finding.code].severity == "error")


def faults_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings about faults in speclift rather than in the docs."""
    return tuple(finding for finding in findings if finding.code == FAULT)
