"""The rules of schemas.  Most come in two, one for each direction, with opposite levels."""

from __future__ import annotations

from collections.abc import Iterator

from speclift.diff.rules.change import Level, Rule
from speclift.diff.rules.opposites import pair, same

#: Rules of schemas: name, level in a request, level in a response, meaning. Each line holds a rule and its opposite.
_SCHEMAS: tuple[tuple[tuple[str, Level, Level, str], tuple[str, Level, Level, str]], ...] = (
    (
        ("type-narrowed", "breaking", "compatible", "Fewer types of values are allowed."),
        ("type-widened", "compatible", "breaking", "More types of values are allowed."),
    ),
    (
        ("type-stated", "warning", "compatible", "A type is stated where there was none."),
        ("type-no-longer-stated", "compatible", "warning", "The type is no longer stated."),
    ),
    (
        (
            "format-narrowed",
            "breaking",
            "compatible",
            "Fewer values are allowed: a format was added, or became narrower.",
        ),
        ("format-widened", "compatible", "warning", "More values are allowed: the format is gone, or became wider."),
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
        ("no-longer-enum", "compatible", "breaking", "Values are no longer listed; any value is allowed."),
    ),
    (
        ("enum-closed", "warning", "compatible", "The list of values is complete now; others are not allowed."),
        ("enum-opened", "compatible", "warning", "The list of values is no longer complete; others are allowed."),
    ),
    (
        ("property-became-required", "breaking", "compatible", "The property must be there."),
        ("property-became-optional", "compatible", "breaking", "The property may be missing."),
    ),
    (
        ("bound-tightened", "breaking", "compatible", "A limit on size, length or number is tighter."),
        ("bound-loosened", "compatible", "warning", "A limit on size, length or number is looser."),
    ),
    (
        ("pattern-added", "breaking", "compatible", "Strings must match a pattern."),
        ("pattern-removed", "compatible", "warning", "Strings need not match a pattern any more."),
    ),
    (
        ("condition-tightened", "breaking", "compatible", "A condition (not, if, contains, …) excludes more values."),
        ("condition-loosened", "compatible", "warning", "A condition (not, if, contains, …) excludes fewer values."),
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
        (
            "alternatives-became-exclusive",
            "breaking",
            "compatible",
            "Values that fit several alternatives are no longer allowed (oneOf).",
        ),
        (
            "alternatives-no-longer-exclusive",
            "compatible",
            "warning",
            "Values that fit several alternatives are allowed.",
        ),
    ),
    (
        ("discriminator-removed", "compatible", "warning", "No property tells the alternatives apart any more."),
        ("discriminator-added", "compatible", "compatible", "A property tells the alternatives apart."),
    ),
    (
        (
            "discriminator-value-removed",
            "breaking",
            "compatible",
            "A value of the discriminator no longer stands for an alternative.",
        ),
        (
            "discriminator-value-added",
            "compatible",
            "warning",
            "One more value of the discriminator stands for an alternative.",
        ),
    ),
    (
        ("part-media-type-removed", "breaking", "compatible", "A part of a form may no longer have this media type."),
        ("part-media-type-added", "compatible", "warning", "A part of a form may have one more media type."),
    ),
    (
        (
            "property-deprecated",
            "compatible",
            "compatible",
            "The property is deprecated: it still works, and may be removed.",
        ),
        ("property-no-longer-deprecated", "compatible", "compatible", "The property is no longer deprecated."),
    ),
)

_SYMMETRIC: tuple[tuple[str, Level, Level, str], ...] = (
    ("type-changed", "breaking", "breaking", "Values have another type."),
    ("format-changed", "breaking", "breaking", "Values have another format."),
    ("pattern-changed", "breaking", "warning", "Strings must match another pattern."),
    ("condition-changed", "warning", "warning", "A condition (not, if, contains, …) differs; compare it by hand."),
    ("discriminator-property-changed", "breaking", "breaking", "Another property tells the alternatives apart."),
    (
        "discriminator-value-changed",
        "breaking",
        "breaking",
        "A value of the discriminator stands for another alternative.",
    ),
    ("default-changed", "warning", "info", "The default value differs."),
)


def schema_rules() -> Iterator[Rule]:
    """The rules of schemas, for requests and for responses."""
    for first, second in _SCHEMAS:
        yield from pair(
            (f"request-{first[0]}", first[1], _in_request(first[3])),
            (f"request-{second[0]}", second[1], _in_request(second[3])),
        )
        yield from pair(
            (f"response-{first[0]}", first[2], _in_response(first[3])),
            (f"response-{second[0]}", second[2], _in_response(second[3])),
        )
    for name, in_request, in_response, meaning in _SYMMETRIC:
        yield from same(f"request-{name}", in_request, _in_request(meaning))
        yield from same(f"response-{name}", in_response, _in_response(meaning))
    yield from pair(
        ("request-property-removed", "warning", "A property is gone from a request: it is ignored now, or refused."),
        ("request-property-added", "compatible", "A request may have one more property."),
    )
    yield Rule(
        "request-required-property-added",
        "breaking",
        "A request must have one more property; requests without it fail.",
        opposite="request-property-removed",
    )
    yield Rule(
        "request-property-no-longer-allowed",
        "breaking",
        "A property is gone from a request that allows no other properties; requests with it fail.",
        opposite="request-property-added",
    )
    yield from pair(
        ("response-property-removed", "breaking", "A property is gone from a response; code that reads it fails."),
        ("response-property-added", "compatible", "A response has one more property."),
    )
    yield from pair(
        (
            "request-property-became-read-only",
            "warning",
            "A property of a request became read-only: what a client sends is lost.",
        ),
        (
            "request-property-no-longer-read-only",
            "compatible",
            "A property is no longer read-only: a client may send it.",
        ),
    )
    yield from pair(
        ("response-property-became-write-only", "breaking", "A property became write-only: no response has it."),
        (
            "response-property-no-longer-write-only",
            "compatible",
            "A property is no longer write-only: responses have it too.",
        ),
    )


def _in_request(meaning: str) -> str:
    return f"Request: {meaning[:1].lower()}{meaning[1:]}"


def _in_response(meaning: str) -> str:
    return f"Response: {meaning[:1].lower()}{meaning[1:]}"
