"""A large document that a second process loads while this one works on something else."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from speclift.openapi.load import Loaded, Loading, load
from speclift.processes import Forked, forked

#: The size of a file, in bytes, from which a second process saves time.
_LARGE = 2**20


class _Packed(msgspec.Struct, frozen=True):
    """A loaded document as bytes: its JSON data, which `marshal` reads faster than any other format, and the rest."""

    document: bytes
    rest: bytes


class Ahead:
    """A document that is being loaded. A call waits for it and returns what `load` returns, or raises the same."""

    def __init__(self, work: Callable[[], Loaded]) -> None:
        self._started = forked(lambda: _packed(work()), _Packed, is_parallel=True)

    def __call__(self) -> Loaded:
        return _unpacked(self._started())

    def end(self) -> None:
        """Stop loading it, where nobody waited for it."""
        if isinstance(self._started, Forked):
            self._started.end()


def load_ahead(path: str, *, name: str, loading: Loading) -> Ahead | None:
    """Start to load a document; None where a second process would save no time, or could not say what `load` says."""
    if not hasattr(os, "fork") or loading.overlays or loading.standing:
        # The trace of an overlay knows the parts of a document by their identity.
        return None
    if not os.path.isfile(path) or os.path.getsize(path) < _LARGE:
        return None
    return Ahead(lambda: load(path, name=name, loading=loading))


def _packed(found: Loaded) -> _Packed:
    import marshal
    import pickle

    return _Packed(marshal.dumps(found.document), pickle.dumps(msgspec.structs.replace(found, document={})))


def _unpacked(packed: _Packed) -> Loaded:
    import marshal
    import pickle

    rest: Loaded = pickle.loads(packed.rest)
    return msgspec.structs.replace(rest, document=marshal.loads(packed.document))
