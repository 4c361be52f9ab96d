"""Headers that no document may set: with them, a request could go to another host, or contain a second request."""

from __future__ import annotations

import msgspec

from speclift.contract.records import Contract, Operation

#: Headers that belong to the connection (RFC 9110, section 7.6.1), name the host (7.2) or frame the message
#: (RFC 9112, section 6): with one of them a body could hold a second request.
CONNECTION = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


def folded(name: str) -> str:
    """A name as servers compare it: CGI (RFC 3875, section 4.1.18) does not distinguish `_` and `-`, and PHP turns a
    dot into `_` and reads `name[…]` as a list.
    """
    return name.strip().partition("[")[0].lower().replace("_", "-").replace(".", "-")


def without_connection_fields(contract: Contract) -> Contract:
    """The contract without parameters for headers that HTTP itself sets, whatever a document gives for them."""
    return msgspec.structs.replace(contract, operations=tuple(map(_without_them, contract.operations)))


def _without_them(operation: Operation) -> Operation:
    kept = [p for p in operation.parameters if p.location != "header" or folded(p.name) not in CONNECTION]
    return msgspec.structs.replace(operation, parameters=tuple(kept))
