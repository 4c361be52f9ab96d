"""Each small reference in `forms/` gives the listing next to it; `make goldens` writes the listings again.

A form is one page (`NAME.md`) or a folder of pages. The pages in `no_operations` state no operation.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.errors import NoOperationsError
from speclift.pipeline.run import assemble
from speclift.settings import Settings
from tests.reading.listing import listing

FORMS = Path(__file__).parent / "forms"
NAMES = sorted(path.name for path in FORMS.iterdir() if path.is_dir() or path.suffix in (".md", ".mdx"))
NAMES.remove("no_operations")
GUIDES = sorted(path.name for path in (FORMS / "no_operations").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_form_gives_its_listing(name: str, request: pytest.FixtureRequest) -> None:
    form = FORMS / name
    found = listing(assemble([str(form)], Settings()).document)
    golden = form.with_suffix(".txt")
    if request.config.getoption("--update-goldens"):
        golden.write_text(found, encoding="utf-8")
    assert golden.is_file(), "there is no golden file yet: run `make goldens` and check what it wrote"
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_states_no_operation(name: str) -> None:
    with pytest.raises(NoOperationsError):
        assemble([str(FORMS / "no_operations" / name)], Settings())
