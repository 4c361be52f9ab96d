"""Hostile text of documents stays text in the reports of a comparison."""

from __future__ import annotations

import json
import re

import pytest

from speclift.diff.report.formats import as_github, as_json, as_markdown, as_text
from speclift.diff.rules.change import Change, Comparison
from tests.payloads import PAYLOADS


def comparison(text: str) -> Comparison:
    given = [("response-property-removed", (text,)), ("operation-removed", ()), ("request-property-added", ())]
    changes = tuple(
        Change(code, "breaking", components, text, text, f"{text}2", (f"GET {text}",), f"{text}.yaml", 3)
        for code, components in given
    )
    return Comparison(text, text, changes)


@pytest.mark.parametrize("payload", [*PAYLOADS, "`a``b```", "``", "` <b>"], ids=ascii)
def test_a_payload_stays_text_in_every_report(payload: str) -> None:
    found = comparison(payload)
    assert all(line.isprintable() for line in as_text(found).split("\n"))
    assert json.loads(as_json(found))["changes"][0]["old"] == payload
    assert all(line.isprintable() for line in as_json(found).split("\n"))
    commands = as_github(found).split("\n")
    assert len(commands) == len(found.changes) + 1
    assert all(line.startswith("::error file=") and line.isprintable() for line in commands[:-1])
    markdown = as_markdown(found)
    assert all(line.isprintable() for line in markdown.split("\n"))
    # The payload is only inside code spans (CommonMark, section 6.1).
    plain = re.sub(r"(?<!`)(`+)(?!`)(?:(?!\1(?!`)).)*?(?<!`)\1(?!`)", "", markdown)
    assert set(re.findall(r"<[^>]*>", plain)) <= {"<details open>", "<summary>", "</summary>", "</details>"}
