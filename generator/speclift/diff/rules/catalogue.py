"""All rules: the kinds of changes, and how grave each is. A request that allows less than before breaks its senders,
and a response that may hold more than before breaks its readers. So most rules of schemas come in pairs, one for each
direction, with opposite levels.
"""

from __future__ import annotations

from collections.abc import Iterator

from speclift.diff.rules.change import Rule
from speclift.diff.rules.opposites import pair, same
from speclift.diff.rules.schemas import schema_rules


def _general() -> Iterator[Rule]:
    yield from pair(
        ("operation-removed", "breaking", "The operation is gone; calls to it fail."),
        ("operation-added", "compatible", "There is a new operation."),
    )
    yield Rule(
        "operation-removed-after-deprecation",
        "warning",
        "The operation is gone; it was marked as deprecated before.",
        opposite="operation-added",
    )
    yield from same("operation-path-changed", "breaking", "The operation has another path; calls to the old one fail.")
    yield from same(
        "operation-method-changed", "breaking", "The operation has another method; calls with the old one fail."
    )
    yield from same(
        "operation-id-changed",
        "warning",
        "The operation id differs: a generated client has another name for its method.",
    )
    yield from pair(
        ("operation-deprecated", "compatible", "The operation is deprecated: it still works, and may be removed."),
        ("operation-no-longer-deprecated", "compatible", "The operation is no longer deprecated."),
    )
    yield from pair(
        (
            "operation-tag-removed",
            "compatible",
            "The operation has lost a tag; clients with a class for each tag move it.",
        ),
        ("operation-tag-added", "compatible", "The operation has one more tag."),
    )
    yield from same("base-path-changed", "breaking", "The servers have another base path; calls fail.")
    yield from pair(
        ("server-removed", "warning", "A server address is gone; clients that use it need another one."),
        ("server-added", "compatible", "There is one more server address."),
    )
    yield from pair(
        ("security-required", "breaking", "A credential is needed where none was needed before."),
        ("security-no-longer-required", "compatible", "No credential is needed any more."),
    )
    yield from pair(
        ("security-alternative-removed", "breaking", "A kind of credential is no longer accepted."),
        ("security-alternative-added", "compatible", "One more kind of credential is accepted."),
    )
    yield from pair(
        ("security-scope-added", "breaking", "A token needs one more scope."),
        ("security-scope-removed", "compatible", "A token needs one scope fewer."),
    )
    yield from pair(
        (
            "security-address-removed",
            "warning",
            "Tokens no longer come from this address; clients that ask there need another one.",
        ),
        ("security-address-added", "compatible", "Tokens come from one more address."),
    )
    yield from same(
        "component-renamed",
        "warning",
        "A schema has another name: the same on the wire, another class in a generated client.",
    )
    yield from same(
        "component-replaced",
        "warning",
        "Another schema of the document is used in place of this one; what differs between the two is "
        "listed separately.",
    )
    yield from same("component-namespace-changed", "info", "Names of schemas have another prefix before the last dot.")
    yield from pair(
        (
            "component-removed",
            "info",
            "A schema is gone and nothing replaces it; the places that used it are listed separately.",
        ),
        ("component-added", "info", "There is a new schema."),
    )
    for kind, whose in (("webhook", "the API"), ("callback", "the operation")):
        yield from pair(
            (
                f"{kind}-removed",
                "breaking",
                f"A {kind} of {whose} is gone; clients that wait for it are no longer called.",
            ),
            (f"{kind}-added", "compatible", f"There is a new {kind} of {whose}."),
        )
        yield from same(f"{kind}-changed", "warning", f"A {kind} of {whose} differs; its details are not compared.")
    yield from same(
        "version-not-raised",
        "info",
        "There are breaking changes, but the version of the document was not raised enough.",
    )
    yield from same("description-changed", "info", "The summary or description of an operation differs.")


def _parameters() -> Iterator[Rule]:
    yield from pair(
        ("request-parameter-removed", "warning", "The parameter is gone: it is ignored now, or refused."),
        ("request-parameter-added", "compatible", "There is a new parameter, which may be left out."),
    )
    yield Rule(
        "request-required-parameter-added",
        "breaking",
        "There is a new parameter that must be given; calls without it fail.",
        opposite="request-parameter-removed",
    )
    yield from pair(
        ("request-parameter-became-required", "breaking", "The parameter must be given; calls without it fail."),
        ("request-parameter-became-optional", "compatible", "The parameter may be left out."),
    )
    yield from same(
        "request-parameter-moved",
        "breaking",
        "The parameter is sent elsewhere: in the query, a header, a cookie or the path.",
    )
    yield from same(
        "request-parameter-renamed", "warning", "A path parameter has another name: the same on the wire, not in code."
    )
    yield from same("request-parameter-serialization-changed", "breaking", "The parameter is written in another way.")
    yield from pair(
        (
            "request-parameter-deprecated",
            "compatible",
            "The parameter is deprecated: it still works, and may be removed.",
        ),
        ("request-parameter-no-longer-deprecated", "compatible", "The parameter is no longer deprecated."),
    )


def _bodies() -> Iterator[Rule]:
    yield from pair(
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
    yield from pair(
        ("request-body-became-required", "breaking", "The body must be sent; calls without one fail."),
        ("request-body-became-optional", "compatible", "The body may be left out."),
    )
    yield from pair(
        ("request-media-type-removed", "breaking", "Bodies of this media type are no longer accepted."),
        ("request-media-type-added", "compatible", "Bodies of one more media type are accepted."),
    )
    yield from pair(
        ("response-media-type-removed", "breaking", "No response has this media type any more."),
        ("response-media-type-added", "compatible", "Responses can have one more media type."),
    )
    yield from pair(
        ("response-success-status-removed", "breaking", "A successful response no longer has this status."),
        (
            "response-success-status-added",
            "warning",
            "A successful response may have one more status, which clients may not expect.",
        ),
    )
    yield from pair(
        ("response-status-removed", "compatible", "A failure or redirection with this status is no longer documented."),
        ("response-status-added", "compatible", "A failure or redirection with one more status is documented."),
    )
    yield from pair(
        ("response-body-removed", "breaking", "The response has no body any more."),
        ("response-body-added", "compatible", "The response has a body now."),
    )
    yield from pair(
        ("response-header-removed", "warning", "The header of the response is gone."),
        ("response-header-added", "compatible", "The response has one more header."),
    )
    yield from pair(
        ("response-header-became-optional", "breaking", "The header may be missing from the response."),
        ("response-header-became-required", "compatible", "The header is always in the response."),
    )


RULES: tuple[Rule, ...] = (*_general(), *_parameters(), *_bodies(), *schema_rules())

RULES_BY_CODE = {rule.code: rule for rule in RULES}
