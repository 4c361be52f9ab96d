"""A large document that a second process loads while this one works on something else."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from speclift.openapi.load import Loaded, Loading, load
from speclift.processes import forked

#: The size of a file, in bytes, from which a second process saves time.
_LARGE = 2**20


class _Packed(msgspec.Struct, frozen=True):
    """A loaded document as bytes: its JSON data, which `marshal` reads faster than any other format, and the rest."""

    document: bytes
    rest: bytes


def load_ahead(path: str, *, name: str, loading: Loading) -> Callable[[], Loaded]:
    """Start to load a document. The returned function waits for it and returns what `load` returns, or raises the same.

    A small document is loaded when it is asked for.
    """

    def work() -> Loaded:
        return load(path, name=name, loading=loading)

    if not hasattr(os, "fork") or not os.path.isfile(path) or os.path.getsize(path) < _LARGE:
        return work
    wait = forked(lambda: _packed(work()), _Packed, is_parallel=True)
    return lambda: _unpacked(wait())


def _packed(found: Loaded) -> _Packed:
    import marshal
    import pickle

    return _Packed(marshal.dumps(found.document), pickle.dumps(msgspec.structs.replace(found, document={})))


def _unpacked(packed: _Packed) -> Loaded:
    import marshal
    import pickle

    rest: Loaded = pickle.loads(packed.rest)
    return msgspec.structs.replace(rest, document=marshal.loads(packed.document))
