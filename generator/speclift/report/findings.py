"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from speclift import __version__
from speclift.model.finding import RULES, RULES_BY_CODE, Finding
from speclift.model.text import json_text, visible
from speclift.report.workflow import workflow_command

_GITHUB_LEVEL = {"error": "error", "warning": "warning", "note": "notice"}


def fails_strict(findings: Sequence[Finding]) -> bool:
    """Whether `--strict` fails: there is a finding that is more than a note."""
    return any(RULES_BY_CODE[finding.code].severity != "note" for finding in findings)


def as_text(findings: Sequence[Finding], root: str) -> str:
    """`path:line: CODE message` for each finding, then how often each code was found; paths start at `root`."""
    lines = [as_line(finding, root) for finding in findings]
    counts = Counter(finding.code for finding in findings)
    if counts:
        lines.append("")
        for code, count in sorted(counts.items()):
            rule = RULES_BY_CODE[code]
            lines.append(f"{count:6} {code} {rule.name} ({rule.severity})")
    else:
        lines.append("No findings." if root in ("", ".") else f"No findings in {root}.")
    return "\n".join(lines) + "\n"


def as_line(finding: Finding, root: str) -> str:
    """`path:line: CODE message`, on one line: characters that would control a terminal are shown as escapes."""
    return visible(f"{_path(root, finding)}:{finding.line}: {finding.code} {finding.message}")


def as_json(findings: Sequence[Finding], root: str) -> str:
    """`{"root", "findings": [{"code", "name", "severity", "file", "line", "message"}]}`."""
    entries = [
        {
            "code": f.code,
            "name": RULES_BY_CODE[f.code].name,
            "severity": RULES_BY_CODE[f.code].severity,
            "file": f.file,
            "line": f.line,
            "message": f.message,
        }
        for f in findings
    ]
    return json_text({"root": root, "findings": entries})


def as_sarif(findings: Sequence[Finding], root: str) -> str:
    """A SARIF 2.1.0 log (OASIS) with one run; places are relative to the base DOCS."""
    order = {rule.code: index for index, rule in enumerate(RULES)}
    driver: dict[str, Any] = {
        "name": "speclift",
        "version": __version__,
        "rules": [
            {
                "id": rule.code,
                "name": rule.name,
                "shortDescription": {"text": rule.meaning},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in RULES
        ],
    }
    results = [
        {
            "ruleId": f.code,
            "ruleIndex": order[f.code],
            "level": RULES_BY_CODE[f.code].severity,
            "message": {"text": f.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _reference(f.file), "uriBaseId": "DOCS"},
                        "region": {"startLine": max(f.line, 1)},
                    }
                }
            ],
        }
        for f in findings
    ]
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {"DOCS": {"description": {"text": f"The reference that was read: {root}"}}},
        "results": results,
    }
    log = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return json_text(log)


def as_github(findings: Sequence[Finding], root: str) -> str:
    """Workflow commands that GitHub shows beside the lines; paths start at `root`."""
    lines = []
    for finding in findings:
        rule = RULES_BY_CODE[finding.code]
        level, title = _GITHUB_LEVEL[rule.severity], f"{rule.code} {rule.name}"
        path = _path(root, finding)
        lines.append(workflow_command(level, title, finding.message, file=path, line=finding.line))
    return "".join(lines)


FORMATS: dict[str, Callable[[Sequence[Finding], str], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def _reference(path: str) -> str:
    """A relative path as a URI reference (SARIF 2.1.0, 3.4.3; RFC 3986, 4.2); no colon is taken for a scheme's end."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _path(root: str, finding: Finding) -> str:
    return posixpath.normpath(posixpath.join(root, finding.file))
