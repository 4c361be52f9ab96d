"""The validator of the package openapi-spec-validator, which people know: it is slow and runs only on request.

It follows references wherever they lead, in data as well, so it gets a resolver that refuses all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from speclift.errors import UsageError
from speclift.openapi.structure.fault import Fault, shortened
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import Place, pointer
from speclift.openapi.structure.patterns import refuse

#: The kind of its faults.
KIND = "reference-validator"


def reference_faults(document: Json) -> Iterator[Fault]:
    """What that validator finds wrong.  Raises UsageError where it is not installed."""
    try:
        from jsonschema_path import SchemaPath
        from openapi_spec_validator.shortcuts import get_validator_cls
    except ImportError as error:
        raise UsageError(
            "The reference validator is not installed.",
            expected="the package openapi-spec-validator",
            advice="pip install 'speclift[reference-validator]'",
        ) from error
    try:
        handlers = dict.fromkeys(("<all_urls>", "http", "https", "file"), refuse)
        path = SchemaPath.from_dict(document, handlers=handlers)
        for found in get_validator_cls(document)(path).iter_errors():
            place: Place = None
            for part in found.absolute_path:
                place = (place, part)
            yield Fault(pointer(place), shortened(found.message), KIND)
    except Exception as error:
        # It raises exceptions of many classes where it cannot resolve or read something.
        yield Fault("", shortened(str(error) or type(error).__name__), KIND)
