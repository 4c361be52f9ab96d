"""A description of an API, ready to be compared: its contract, and its schemas in one form."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.contract.records import Contract
from speclift.contract.view import contract_of
from speclift.diff.events import events_of
from speclift.diff.schemas.normaliser import Normaliser
from speclift.diff.schemas.schema import Schema
from speclift.diff.tokens import Addresses, token_addresses
from speclift.diff.unsupported import uncompared
from speclift.errors import SourceError
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json


class Description(msgspec.Struct, frozen=True):
    """One of the two descriptions that are compared.

    `name` is the user's name for it. `components` are the schemas by name. `sources` are the files and lines that show
    a name (`METHOD /path`, `METHOD /path parameter`, `Schema`, `Schema.property`) where they are known; `file` shows
    everything else. `events` holds the contents of callbacks by name, under the label of their operation, and those of
    webhooks under the empty label. `uncompared` holds the contents of parts that are never compared. `version` is
    `info.version` of a document, and empty for pages. `addresses` says where tokens come from.
    """

    name: str
    contract: Contract
    normaliser: Normaliser
    components: Mapping[str, Schema]
    file: str = ""
    sources: Mapping[str, tuple[str, int]] = {}
    events: Mapping[str, Mapping[str, str]] = {}
    uncompared: tuple[tuple[Fault, str], ...] = ()
    version: str = ""
    addresses: Addresses = {}


def describe(
    document: Json, name: str, *, file: str = "", sources: Mapping[str, tuple[str, int]] | None = None
) -> Description:
    """The description in a valid OpenAPI 3 document whose references lead only to components
    (`openapi.structure.pointers.resolved`).

    Raises SourceError where a reference leads nowhere, or the document is nested too deeply.
    """
    try:
        contract = contract_of(document)
        is_old = str(document.get("openapi", "")).startswith("3.0")
        normaliser = Normaliser(contract.schemas, refs_stand_alone=is_old)
        components = normaliser.components()
        events = events_of(document)
    except RecursionError as error:
        raise SourceError("The document is nested too deeply.", file=file or name) from error
    if normaliser.unknown:
        raise SourceError(
            f"A reference leads nowhere: {min(normaliser.unknown)}.",
            file=file or name,
            expected="references to schemas of the document",
            advice="add the schema, or put the documents together first",
        )
    # Pages do not state a version; the one in their document comes from the settings.
    version = "" if sources else str((document.get("info") or {}).get("version", ""))
    return Description(
        name=name,
        contract=contract,
        normaliser=normaliser,
        components=components,
        file=file,
        sources=sources or {},
        events=events,
        uncompared=uncompared(document),
        version=version,
        addresses=token_addresses(document),
    )
