"""Real pages with random damage: a run makes a valid document of them, or says why it cannot."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.mutated_pages import write_pages
from speclift.errors import NoOperationsError
from speclift.inference.known_forms.api import resolve
from speclift.model.finding import FAULT, RULES_BY_CODE
from speclift.model.reference import Reference
from speclift.openapi.building.document import build_document
from speclift.openapi.building.samples import contradicting_samples, json_schemas
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import validate
from speclift.openapi.writing.yaml import to_yaml
from speclift.pipeline.run import Options, specify
from speclift.reading.known_forms.forms import wording_of
from speclift.reading.page import read_page
from speclift.settings import Settings
from tests.conftest import EMBEDDED, SHARED
from tests.patience import patience
from tests.payloads import PAYLOADS

#: Seconds after which a page counts as a hang, even on a busy machine.
HANG = 10
CORPUS = SHARED / "corpus"
TOKENS = [
    *(payload.encode("utf-8", "replace") for payload in PAYLOADS),
    b"|",
    b"```",
    b"\n\n",
    b"---\n",
    b"{}",
    b"[" * 99,
]


def pages() -> list[Path]:
    folders = [CORPUS / "2022", CORPUS / "2023"] if CORPUS.is_dir() else [EMBEDDED]
    found = [path for folder in folders for path in sorted(folder.rglob("*.md"))]
    return found[:: max(len(found) // 120, 1)]


PAGES = pages()


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A real page with lines deleted, doubled or swapped, bytes changed, or text of another page or a payload added."""
    data = draw(st.sampled_from(PAGES)).read_bytes()
    for _ in range(draw(st.integers(1, 8))):
        lines = data.split(b"\n")
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "bytes", "splice", "token", "cell", "cut"])):
            case "delete":
                del lines[at : at + draw(st.integers(1, 5))]
            case "double":
                lines[at:at] = lines[at : at + 5] * draw(st.integers(1, 3))
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "bytes":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.binary(max_size=4)) + lines[at][column + 1 :]
            case "splice":
                others = draw(st.sampled_from(PAGES)).read_bytes().split(b"\n")
                start = draw(st.integers(0, len(others) - 1))
                lines[at:at] = others[start : start + draw(st.integers(1, 30))]
            case "token":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.sampled_from(TOKENS)) + lines[at][column:]
            case "cell":
                cells = lines[at].split(b"|")
                cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(TOKENS))
                lines[at] = b"|".join(cells)
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        data = b"\n".join(lines) or b"\n"
    return data


@pytest.mark.skipif(not PAGES, reason="there are no pages: neither ../shared/corpus nor spec/docs")
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(spoilt(), min_size=1, max_size=3))
def test_spoilt_pages_become_a_valid_document(texts: list[bytes]) -> None:
    begin = time.monotonic()
    results = [read_page(f"rest/Kite/{n}.md", text, lambda _: None) for n, text in enumerate(texts)]
    reference = Reference(tuple(results), wording_of({result.printed.form for result in results if result.printed}))
    if reference.operations:
        api = resolve(reference, Settings())
        for version in ("3.1", "3.0"):
            document = build_document(api, Settings(), version)
            validate(document)
            to_yaml(document)
        contradicting_samples(api.operations, json_schemas(api.components))
    assert time.monotonic() - begin < patience(HANG)


@pytest.mark.skipif(not PAGES, reason="there are no pages: neither ../shared/corpus nor spec/docs")
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from(PAGES), st.booleans(), st.sampled_from(["3.1", "3.0"]))
def test_a_folder_of_mutated_pages_gives_a_valid_document_or_has_no_operation(
    random: Random, page: Path, split: bool, version: Version
) -> None:
    """These checks are those of `make bench ONLY=reading`, which runs the same mutations for ten minutes."""
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder), random, sorted(page.parent.glob("*.md")))
        refusal, outcome = "", None
        try:
            outcome = specify([folder], Settings(), Options(version=version, format="json", split=split)).outcome
        except NoOperationsError as error:
            refusal = str(error)
    if outcome is None:
        assert FAULT not in refusal
        return
    for data in outcome.files.values():
        validate(orjson.loads(data))
    for finding in outcome.findings:
        assert finding.code in RULES_BY_CODE
        assert finding.code != FAULT, finding.message
        assert finding.file.startswith("x/")
        assert finding.line > 0
