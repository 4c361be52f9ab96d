"""The banner that says what is wrong with the docs."""

from __future__ import annotations

import msgspec

from speclift.serve.catalogue import catalogue_of
from speclift.serve.page import Look, page
from tests.contract.small import document, operation


def test_errors_in_the_docs_are_shown_as_text() -> None:
    catalogue = catalogue_of(document({"/kites": {"get": operation("list")}}))
    catalogue = msgspec.structs.replace(catalogue, errors=('kites.md:3: <img src=x onerror="alert(1)"> is no method',))
    shown = page(catalogue, Look(can_try=False, is_watched=True, swagger_version="5")).decode()
    assert "<img src=x" not in shown
    assert "kites.md:3: &lt;img src=x onerror=&quot;alert(1)&quot;&gt; is no method" in shown
