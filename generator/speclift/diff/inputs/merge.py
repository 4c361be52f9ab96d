"""Several documents of one API, a file for each part of it, as one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.contract.records import sent_method
from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import OTHER_METHODS, paths_of, with_operations


def merged(documents: Mapping[str, Json]) -> Json:
    """The documents, given by file, as one: paths, webhooks, components, servers and security together.

    A component, webhook or operation may be in several files if it is the same in all of them. What a document says
    about all of its operations, security and servers, is written to each operation, since other documents may say
    something else. Raises SourceError where two files contradict each other.
    """
    if len(documents) == 1:
        return next(iter(documents.values()))
    found: Json = {"openapi": "3.1.1", "info": {}, "servers": [], "paths": {}, "components": {}}
    servers = [document.get("servers") or [] for document in documents.values()]
    shared = ("security",) if all(given == servers[0] for given in servers) else ("security", "servers")
    for file, document in documents.items():
        found["info"] = found["info"] or document.get("info", {})
        found["servers"] += [server for server in document.get("servers") or () if server not in found["servers"]]
        for kind, entries in (document.get("components") or {}).items():
            known = found["components"].setdefault(kind, {})
            for name, entry in entries.items():
                if known.setdefault(name, entry) != entry:
                    raise _contradiction(file, f"the component {kind}/{name}")
        for path, item in paths_of(document):
            known = found["paths"].setdefault(path, {})
            item = _with_shared(item, document, shared)
            for method, operation in (item.pop(OTHER_METHODS, None) or {}).items():
                if known.setdefault(OTHER_METHODS, {}).setdefault(method, operation) != operation:
                    raise _contradiction(file, f"{method} {path}")
            for key, entry in item.items():
                if known.setdefault(key, entry) != entry:
                    raise _contradiction(file, f"{sent_method(key)} {path}")
        for name, item in (document.get("webhooks") or {}).items():
            if found.setdefault("webhooks", {}).setdefault(name, item) != item:
                raise _contradiction(file, f"the webhook {name}")
    # Some files may be 3.0 and others 3.1; the older version decides how keywords are read.
    versions = {str(document.get("openapi")) for document in documents.values()}
    return {**found, "openapi": min(versions)}


def _with_shared(item: Any, document: Json, keys: Sequence[str]) -> Json:
    """A path item whose operations have the document's own values where they state none themselves."""
    shared = {key: document[key] for key in keys if key in document}
    if "servers" in item:
        shared.pop("servers", None)
    return with_operations(item, lambda _, entry: {**shared, **entry} if isinstance(entry, dict) else entry)


def _contradiction(file: str, what: str) -> SourceError:
    return SourceError(
        f"{what[:1].upper()}{what[1:]} is not the same here as in another file.",
        file=file,
        expected="files that are parts of one API",
        advice="compare the files one by one",
    )
