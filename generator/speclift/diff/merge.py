"""Several documents of one API, a file for each part of it, as one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.contract.records import Json
from speclift.errors import SourceError


def merged(documents: Mapping[str, Json]) -> Json:
    """One document of all, by file: paths, components, servers and security together.

    A component may stand in several files if it says the same; an operation stands in one.  What a document asks for
    all of its operations is written to each of them, for other documents may ask for something else.  Raises
    SourceError where two files contradict each other.
    """
    if len(documents) == 1:
        return next(iter(documents.values()))
    found: Json = {"openapi": "3.1.1", "info": {}, "servers": [], "paths": {}, "components": {}}
    for file, document in documents.items():
        found["info"] = found["info"] or document.get("info", {})
        found["servers"] += [server for server in document.get("servers") or () if server not in found["servers"]]
        for kind, entries in (document.get("components") or {}).items():
            known = found["components"].setdefault(kind, {})
            for name, entry in entries.items():
                if known.setdefault(name, entry) != entry:
                    raise _contradiction(file, f"the component {kind}/{name}")
        for path, item in (document.get("paths") or {}).items():
            known = found["paths"].setdefault(path, {})
            for key, entry in _with_security(item, document).items():
                if known.setdefault(key, entry) != entry:
                    raise _contradiction(file, f"{key.upper()} {path}")
    # 3.0 and 3.1 may stand side by side; the older one is what its keywords are for.
    versions = {str(document.get("openapi")) for document in documents.values()}
    return {**found, "openapi": min(versions)}


def _with_security(item: Any, document: Json) -> Json:
    if "security" not in document:
        return dict(item)
    return {
        key: {"security": document["security"], **entry} if isinstance(entry, dict) and "responses" in entry else entry
        for key, entry in item.items()
    }


def _contradiction(file: str, what: str) -> SourceError:
    return SourceError(
        f"{what[:1].upper()}{what[1:]} says something else here than in another file.",
        file=file,
        expected="files that are parts of one API",
        advice="compare the files one by one",
    )
