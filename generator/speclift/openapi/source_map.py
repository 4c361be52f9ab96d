"""The way from the places of a loaded document back to those in its files, where people mend its faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import Steps, pointer_of, steps_to

if TYPE_CHECKING:
    from speclift.openapi.bundling.origins import Origin
    from speclift.openapi.mends.origins import Origins
    from speclift.openapi.overlays.trace import Trace
    from speclift.openapi.swagger.places import Places


class SourceMap(msgspec.Struct, frozen=True):
    """What changed the places of a document: `origins` are its parts from other files by their places, `traces` its
    overlays in their order, `swagger` are the places that it had in Swagger 2.0, and `mends` those that it had before
    its faults were mended.
    """

    origins: Mapping[Steps, Origin] = {}
    traces: tuple[Trace, ...] = ()
    swagger: Places | None = None
    mends: Origins | None = None

    def in_files(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Faults of the document, each with its place in the file that contains it, and each only once."""
        return tuple(dict.fromkeys(map(self.in_file, faults)))

    def in_file(self, fault: Fault) -> Fault:
        """A fault of the document with its place in the file that contains it."""
        if fault.file or not (self.origins or self.traces or self.swagger or self.mends):
            return fault
        steps, file = steps_to(fault.pointer), ""
        if self.mends:
            steps = self.mends.original(steps)
        if self.swagger:
            steps = self.swagger.original(steps)
        for trace in reversed(self.traces):
            written = trace.original(steps)
            file, steps = written.file, written.place
            if file:
                break
        else:
            file, steps = self._before_bundling(steps)
        return msgspec.structs.replace(fault, pointer=pointer_of(steps), file=file)

    def _before_bundling(self, steps: Steps) -> tuple[str, Steps]:
        for end in range(len(steps), 0, -1):
            origin = self.origins.get(steps[:end])
            if origin:
                return origin.file, (*origin.place, *steps[end:])
        return "", steps
