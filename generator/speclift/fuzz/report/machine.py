"""The result as JSON, JUnit XML and SARIF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from xml.etree import ElementTree

import msgspec
import orjson

from speclift import __version__
from speclift.fuzz.curl import curl_line
from speclift.fuzz.finding import Finding, Result, as_json

#: Characters that XML 1.0 (section 2.2) cannot express.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The name for the run itself, and the rule that it breaks if it proved too little.
_RUN = "speclift fuzz"
_SHORTFALL = "min_covered"
_LEVELS = {"failure": "error", "contradiction": "warning", "drift": "note"}


def to_json(result: Result, known: Collection[str]) -> bytes:
    """The whole result as JSON, for programs and for `--replay`; `known` are the keys in the baseline."""
    findings = []
    for finding in result.findings:
        entry = as_json(finding)
        entry["known"] = finding.key in known
        entry["curl"] = [curl_line(request) for request in finding.sent]
        findings.append(entry)
    document = {
        "tool": f"speclift {__version__}",
        "url": result.url,
        "operations": result.operations,
        "requests": result.requests,
        "seconds": round(result.seconds, 3),
        "stopped": result.stopped,
        "shortfall": result.shortfall,
        "proof": msgspec.to_builtins(result.proof, str_keys=True),
        "notes": list(result.notes),
        "problems": list(result.problems),
        "unanswered": result.unanswered,
        "shard": result.shard,
        "spent": dict(result.spent),
        "refused": list(result.refused),
        "lost": result.lost,
        "checks": [
            {"operation": t.operation_id, "check": t.check, "passed": t.passed, "failed": t.failed}
            for t in result.tallies
        ],
        "findings": findings,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def to_junit(result: Result, known: Collection[str]) -> bytes:
    """The result as JUnit XML: a test suite for each operation, with a test case for each check.  A check without new
    failures, but with other findings, is skipped.
    """
    by_case: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_case[finding.operation_id, finding.check].append(finding)
    checks: dict[str, set[str]] = defaultdict(set)
    for tally in result.tallies:
        checks[tally.operation_id].add(tally.check)
    for operation_id, check in by_case:
        checks[operation_id].add(check)
    root = ElementTree.Element("testsuites", name="speclift fuzz", time=f"{result.seconds:.3f}")
    for operation_id in sorted(checks):
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(operation_id), tests=str(len(checks[operation_id])))
        failures = 0
        for check in sorted(checks[operation_id]):
            case = ElementTree.SubElement(suite, "testcase", classname=_xml(operation_id), name=check)
            found = by_case.get((operation_id, check), [])
            new = [f for f in found if f.level == "failure" and f.key not in known]
            failures += bool(new)
            for finding in new:
                ElementTree.SubElement(case, "failure", message=_xml(finding.title)).text = _xml(_details(finding))
            if found and not new:
                ElementTree.SubElement(case, "skipped", message=_xml(found[0].title))
        suite.set("failures", str(failures))
    if result.shortfall:
        suite = ElementTree.SubElement(root, "testsuite", name=_RUN, tests="1", failures="1")
        case = ElementTree.SubElement(suite, "testcase", classname=_RUN, name=_SHORTFALL)
        ElementTree.SubElement(case, "failure", message=_xml(result.shortfall))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def to_sarif(result: Result, known: Collection[str]) -> bytes:
    """A SARIF 2.1.0 log (OASIS) with one run; the locations are the pages that promised otherwise, relative to DOCS."""
    checks = sorted({finding.check for finding in result.findings} | ({_SHORTFALL} if result.shortfall else set()))
    driver = {"name": "speclift fuzz", "version": __version__, "rules": [{"id": check} for check in checks]}
    results = [_result(finding, checks, known) for finding in result.findings]
    if result.shortfall:
        found = {"ruleId": _SHORTFALL, "ruleIndex": checks.index(_SHORTFALL), "level": "error"}
        results.append({**found, "message": {"text": result.shortfall}})
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {"DOCS": {"description": {"text": "The reference that the document was made from"}}},
        "results": results,
    }
    log = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2) + b"\n"


def _result(finding: Finding, checks: list[str], known: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": checks.index(finding.check),
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.label}: {finding.title}. {finding.text} {_others(finding)}".strip()},
        "partialFingerprints": {"speclift/v1": finding.key},
        "baselineState": "unchanged" if finding.key in known else "new",
    }
    file, _, line = finding.source.rpartition(":")
    if file and line.isdecimal():
        place = {"artifactLocation": {"uri": file, "uriBaseId": "DOCS"}, "region": {"startLine": max(int(line), 1)}}
        found["locations"] = [{"physicalLocation": place}]
    return found


def _details(finding: Finding) -> str:
    lines = [
        finding.text,
        _others(finding),
        f"promised in {finding.source}" if finding.source else "",
        *map(curl_line, finding.sent),
    ]
    return "\n".join(filter(None, lines))


def _others(finding: Finding) -> str:
    return f"also: {', '.join(finding.others)}" if finding.others else ""


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
