"""Paths as they are on the wire, where a decimal may be two items of a list."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from speclift.contract.records import Contract, Operation
from speclift.contract.routes import Routes, parameter_names
from speclift.contract.serialization.parameters import reader_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange


def is_good_path(exchange: Exchange, contract: Contract) -> bool:
    """Whether the docs allow all values in the path of a request, read as a server reads them: `/.0.5` is a good list
    of integers in the style `label`.
    """
    operation = exchange.operation
    routes = Routes[Operation]()
    routes.add(operation.path, operation.method, operation)
    # The server adds the part before the path.
    segments = urlsplit(exchange.request.url).path.split("/")[-operation.path.count("/") :]
    match = routes.find("/" + "/".join(segments))
    if match is None:
        return False
    texts = dict(zip(parameter_names(operation.path), map(unquote, match.values), strict=True))
    validators = Validators(contract.schemas)
    try:
        return all(
            parameter.name in texts
            and validators.of(parameter.schema).accepts(
                reader_of(parameter, contract.schemas)((texts[parameter.name],))
            )
            for parameter in operation.parameters_in("path")
        )
    except SourceError:
        # A broken schema cannot decide this, so the engine counts.
        return False
