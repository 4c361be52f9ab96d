"""All rules: what is told apart, and how grave each change is.

A request that takes less than before breaks those who send it, an answer that may hold more than before those who
read it.  So most rules of schemas come in two, one for each direction, with opposite levels.
"""

from __future__ import annotations

from collections.abc import Iterator

from speclift.diff.change import Level, Rule

_Pair = tuple[str, Level, str]


def _pair(first: _Pair, second: _Pair) -> Iterator[Rule]:
    """Two rules that are each other's opposite."""
    yield Rule(*first, opposite=second[0])
    yield Rule(*second, opposite=first[0])


def _same(code: str, level: Level, meaning: str) -> Iterator[Rule]:
    """A rule that is its own opposite."""
    yield Rule(code, level, meaning, opposite=code)


def _whole() -> Iterator[Rule]:
    yield from _pair(
        ("operation-removed", "breaking", "The operation is gone; calls of it fail."),
        ("operation-added", "compatible", "There is a new operation."),
    )
    yield Rule(
        "operation-removed-after-deprecation",
        "warning",
        "The operation is gone; it was marked as deprecated before.",
        opposite="operation-added",
    )
    yield from _same("operation-path-changed", "breaking", "The operation has another path; calls of the old one fail.")
    yield from _same(
        "operation-method-changed", "breaking", "The operation has another method; calls with the old one fail."
    )
    yield from _same(
        "operation-id-changed", "warning", "The operation id differs: a generated client calls its method otherwise."
    )
    yield from _pair(
        ("operation-deprecated", "compatible", "The operation is deprecated: it works, and may go."),
        ("operation-no-longer-deprecated", "compatible", "The operation is no longer deprecated."),
    )
    yield from _pair(
        (
            "operation-tag-removed",
            "compatible",
            "The operation has lost a tag; clients with a class for each tag move it.",
        ),
        ("operation-tag-added", "compatible", "The operation has one more tag."),
    )
    yield from _pair(
        ("server-removed", "warning", "A server address is gone; clients that use it must be told another."),
        ("server-added", "compatible", "There is one more server address."),
    )
    yield from _pair(
        ("security-required", "breaking", "A credential is needed where none was."),
        ("security-no-longer-required", "compatible", "No credential is needed any more."),
    )
    yield from _pair(
        ("security-alternative-removed", "breaking", "A kind of credential is no longer taken."),
        ("security-alternative-added", "compatible", "One more kind of credential is taken."),
    )
    yield from _pair(
        ("security-scope-added", "breaking", "A token needs one more scope."),
        ("security-scope-removed", "compatible", "A token needs one scope less."),
    )
    yield from _same(
        "component-renamed",
        "warning",
        "A schema has another name: the same on the wire, another class in a generated client.",
    )
    yield from _same(
        "component-replaced",
        "warning",
        "Another schema of the document stands where this one stood; what differs between the two is listed by itself.",
    )
    yield from _same("component-namespace-changed", "info", "Names of schemas have another prefix before the last dot.")
    yield from _pair(
        (
            "component-removed",
            "info",
            "A schema is gone that nothing stands in for; where it was used is listed by itself.",
        ),
        ("component-added", "info", "There is a new schema."),
    )
    yield from _same("description-changed", "info", "The summary or description of an operation differs.")


def _parameters() -> Iterator[Rule]:
    yield from _pair(
        ("request-parameter-removed", "warning", "The parameter is gone: it is ignored now, or refused."),
        ("request-parameter-added", "compatible", "There is a new parameter, which may be left out."),
    )
    yield Rule(
        "request-required-parameter-added",
        "breaking",
        "There is a new parameter that must be given; calls without it fail.",
        opposite="request-parameter-removed",
    )
    yield from _pair(
        ("request-parameter-became-required", "breaking", "The parameter must be given; calls without it fail."),
        ("request-parameter-became-optional", "compatible", "The parameter may be left out."),
    )
    yield from _same(
        "request-parameter-moved",
        "breaking",
        "The parameter is given elsewhere: in the query, a header field, a cookie or the path.",
    )
    yield from _same(
        "request-parameter-renamed", "warning", "A path parameter has another name: the same on the wire, not in code."
    )
    yield from _same("request-parameter-serialization-changed", "breaking", "The parameter is written in another way.")
    yield from _pair(
        ("request-parameter-deprecated", "compatible", "The parameter is deprecated: it works, and may go."),
        ("request-parameter-no-longer-deprecated", "compatible", "The parameter is no longer deprecated."),
    )


def _bodies() -> Iterator[Rule]:
    yield from _pair(
        (
            "request-body-removed",
            "warning",
            "The request has no body any more: one that is sent is ignored, or refused.",
        ),
        ("request-body-added", "compatible", "The request may have a body."),
    )
    yield Rule(
        "request-required-body-added",
        "breaking",
        "The request must have a body; calls without one fail.",
        opposite="request-body-removed",
    )
    yield from _pair(
        ("request-body-became-required", "breaking", "The body must be sent; calls without one fail."),
        ("request-body-became-optional", "compatible", "The body may be left out."),
    )
    yield from _pair(
        ("request-media-type-removed", "breaking", "Bodies of this media type are no longer taken."),
        ("request-media-type-added", "compatible", "Bodies of one more media type are taken."),
    )
    yield from _pair(
        ("response-media-type-removed", "breaking", "No answer comes in this media type any more."),
        ("response-media-type-added", "compatible", "Answers may be had in one more media type."),
    )
    yield from _pair(
        ("response-success-status-removed", "breaking", "Success no longer has this status."),
        ("response-success-status-added", "warning", "Success may have one more status, which clients may not expect."),
    )
    yield from _pair(
        ("response-status-removed", "compatible", "A failure or redirection with this status is no longer promised."),
        ("response-status-added", "compatible", "One more status of a failure or redirection is documented."),
    )
    yield from _pair(
        ("response-body-removed", "breaking", "The answer has no body any more."),
        ("response-body-added", "compatible", "The answer has a body now."),
    )
    yield from _pair(
        ("response-header-removed", "warning", "The header field of the answer is gone."),
        ("response-header-added", "compatible", "The answer has one more header field."),
    )
    yield from _pair(
        ("response-header-became-optional", "breaking", "The header field may be missing from the answer."),
        ("response-header-became-required", "compatible", "The header field is always there."),
    )


#: Rules of schemas: what it is called, level in a request, level in an answer, what it is.  A line has its opposite
#: beside it.
_SCHEMAS: tuple[tuple[tuple[str, Level, Level, str], tuple[str, Level, Level, str]], ...] = (
    (
        ("type-narrowed", "breaking", "compatible", "Fewer types of values are allowed."),
        ("type-widened", "compatible", "breaking", "More types of values are allowed."),
    ),
    (
        ("type-stated", "warning", "compatible", "A type is stated where nothing was said."),
        ("type-no-longer-stated", "compatible", "warning", "Nothing is said of the type any more."),
    ),
    (
        (
            "format-narrowed",
            "breaking",
            "compatible",
            "Fewer values are allowed: a format was added, or a narrower one.",
        ),
        ("format-widened", "compatible", "warning", "More values are allowed: the format is gone, or a wider one."),
    ),
    (
        ("became-not-nullable", "breaking", "compatible", "Null is no longer allowed."),
        ("became-nullable", "compatible", "breaking", "Null is allowed now."),
    ),
    (
        ("enum-value-removed", "breaking", "compatible", "A member of an enumeration is gone."),
        ("enum-value-added", "compatible", "breaking", "A closed enumeration has a new member."),
    ),
    (
        ("known-value-removed", "warning", "compatible", "A member of an open enumeration is gone."),
        ("known-value-added", "compatible", "compatible", "An open enumeration has a new known member."),
    ),
    (
        ("became-enum", "breaking", "compatible", "Only listed values are allowed."),
        ("no-longer-enum", "compatible", "breaking", "Values are no longer listed; any may come."),
    ),
    (
        ("enum-closed", "warning", "compatible", "The list of values is complete now; others are not allowed."),
        ("enum-opened", "compatible", "warning", "The list of values is no longer complete; others may come."),
    ),
    (
        ("property-became-required", "breaking", "compatible", "The property must be there."),
        ("property-became-optional", "compatible", "breaking", "The property may be missing."),
    ),
    (
        ("bound-tightened", "breaking", "compatible", "A limit of size, length or number leaves less room."),
        ("bound-loosened", "compatible", "warning", "A limit of size, length or number leaves more room."),
    ),
    (
        ("pattern-added", "breaking", "compatible", "Texts must match a pattern."),
        ("pattern-removed", "compatible", "warning", "Texts need not match a pattern any more."),
    ),
    (
        ("unknown-properties-forbidden", "breaking", "compatible", "Properties that are not listed are not allowed."),
        ("unknown-properties-allowed", "compatible", "warning", "Properties that are not listed are allowed."),
    ),
    (
        ("alternative-removed", "breaking", "compatible", "One of the alternatives of a value is gone."),
        ("alternative-added", "compatible", "breaking", "A value has one more alternative."),
    ),
    (
        ("property-deprecated", "compatible", "compatible", "The property is deprecated: it works, and may go."),
        ("property-no-longer-deprecated", "compatible", "compatible", "The property is no longer deprecated."),
    ),
)

_SYMMETRIC: tuple[tuple[str, Level, Level, str], ...] = (
    ("type-changed", "breaking", "breaking", "Values have another type."),
    ("format-changed", "breaking", "breaking", "Values have another format."),
    ("pattern-changed", "breaking", "warning", "Texts must match another pattern."),
    ("condition-changed", "warning", "warning", "A condition (not, if, contains, …) differs; compare it by hand."),
    ("default-changed", "warning", "info", "What is meant where nothing is given differs."),
)


def _schemas() -> Iterator[Rule]:
    for first, second in _SCHEMAS:
        yield from _pair(
            (f"request-{first[0]}", first[1], _in_request(first[3])),
            (f"request-{second[0]}", second[1], _in_request(second[3])),
        )
        yield from _pair(
            (f"response-{first[0]}", first[2], _in_response(first[3])),
            (f"response-{second[0]}", second[2], _in_response(second[3])),
        )
    for name, in_request, in_response, meaning in _SYMMETRIC:
        yield from _same(f"request-{name}", in_request, _in_request(meaning))
        yield from _same(f"response-{name}", in_response, _in_response(meaning))
    yield from _pair(
        ("request-property-removed", "warning", "A property is gone from a request: it is ignored now, or refused."),
        ("request-property-added", "compatible", "A request may have one more property."),
    )
    yield Rule(
        "request-required-property-added",
        "breaking",
        "A request must have one more property; requests without it fail.",
        opposite="request-property-removed",
    )
    yield from _pair(
        ("response-property-removed", "breaking", "A property is gone from an answer; code that reads it fails."),
        ("response-property-added", "compatible", "An answer has one more property."),
    )
    yield from _pair(
        (
            "request-property-became-read-only",
            "warning",
            "A property of a request is only read now: what is sent is lost.",
        ),
        ("request-property-no-longer-read-only", "compatible", "A property that was only read may be sent."),
    )
    yield from _pair(
        ("response-property-became-write-only", "breaking", "A property is only written now: no answer has it."),
        ("response-property-no-longer-write-only", "compatible", "A property that was only written is in answers too."),
    )


def _in_request(meaning: str) -> str:
    return f"Request: {meaning[:1].lower()}{meaning[1:]}"


def _in_response(meaning: str) -> str:
    return f"Answer: {meaning[:1].lower()}{meaning[1:]}"


RULES: tuple[Rule, ...] = (*_whole(), *_parameters(), *_bodies(), *_schemas())

RULES_BY_CODE = {rule.code: rule for rule in RULES}
