"""How well the recovered document matches the vendor's own: F1 of each kind of fact.

    python -m bench.fidelity

Needs the corpora beside the checkout.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, table

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
HOW = "`score.py` of the corpora, against the vendor's document of the same release"


def figures() -> list[Figure]:
    """F1 of each kind and overall, for the three forms of the pages."""
    if not SHARED.is_dir():
        return [Figure("fidelity", None, "F1", HOW, note="the corpora are not beside the checkout")]
    from tests.fidelity.include_form import rewrite_reference

    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        current = Path(name) / "current"
        rewrite_reference(SHARED / "corpus" / "2023", current)
        for form, year in (("2022", "2022"), ("2023", "2023"), ("current", "2023")):
            docs = current if form == "current" else SHARED / "corpus" / year
            spec = Path(name) / f"{form}.json"
            made = [sys.executable, "-m", "speclift", "spec", str(docs), "-o", str(spec), "--quiet", "--no-cache"]
            subprocess.run(made, check=True)
            score = [sys.executable, str(SHARED / "fidelity" / "score.py"), "--spec", str(spec), "--json"]
            score += ["--oracle", str(SHARED / "oracle" / year), "--docs", str(SHARED / "corpus" / year)]
            report = json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout)
            found.append(Figure(f"{form}: overall", report["overall"], "F1", HOW))
            found += [Figure(f"{form}: {kind}", row["f1"], "F1", HOW) for kind, row in report["kinds"].items()]
    return found


if __name__ == "__main__":
    print(table(figures()))
