"""How well speclift reads other references: the score of each against a published document, and the time for a KiB.

    python -m bench.references

The references lie beside the checkout, in ../shared/references; without them there is nothing to measure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, table
from bench.measurement import ROOT, SPECLIFT, Measurement, environment_in, take_turns

REFERENCES = ROOT.parent / "shared" / "references"
SCORE = ROOT.parent / "shared" / "fidelity" / "score_any.py"
SUFFIXES = (".md", ".mdx", ".markdown")
HOW = "score_any.py, overall: the mean F1 of twelve kinds of fact times the F1 of operations"
HOW_FAST = "spec, cold, without the start of Python, for each KiB of page; ratio: to the 2023 reference"
#: The smallest reference: a run on it takes no longer than the start of speclift.
SMALLEST = "# List hats\n\n    GET /hats\n"


def figures() -> list[Figure]:
    """The score of each reference, and milliseconds for a KiB of its pages."""
    if not SCORE.exists():
        return [Figure("references", None, "", HOW, note="not measured: ../shared is not there")]
    folders = sorted(folder for folder in REFERENCES.iterdir() if (folder / "reference.json").exists())
    with tempfile.TemporaryDirectory() as name:
        scores = [_score(folder, Path(name)) for folder in folders]
        return [*scores, *_speeds(folders, Path(name))]


def score_of(folder: Path, spec: Path) -> dict[str, float]:
    """The scores of a recovered document by kind of fact, `overall` included.

    Raises subprocess.CalledProcessError if it cannot be scored.
    """
    command = [sys.executable, str(SCORE), "--spec", str(spec), "--reference", str(folder), "--json"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {"overall": report["overall"], **{kind: row["f1"] for kind, row in report["kinds"].items()}}


def _score(folder: Path, out: Path) -> Figure:
    spec = out / f"{folder.name}.yaml"
    subprocess.run([*SPECLIFT, "spec", str(folder / "docs"), "--quiet", "-o", str(spec)], check=True)
    found = score_of(folder, spec)
    return Figure(folder.name, found["overall"], "F1", HOW, note=f"operations {found['operation']:.3f}")


def _speeds(folders: list[Path], out: Path) -> list[Figure]:
    corpus = ROOT.parent / "shared" / "corpus" / "2023"
    docs = {"the 2023 reference": corpus, **{folder.name: folder / "docs" for folder in folders}}
    wanted = [Measurement("`python -c pass`", [sys.executable, "-c", "pass"])]
    smallest = out / "smallest"
    smallest.mkdir()
    (smallest / "hats.md").write_text(SMALLEST)
    wanted.append(_spec_of("the smallest reference", smallest, out))
    for name, folder in docs.items():
        wanted.append(_spec_of(name, folder, out))
    take_turns(wanted, environment_in(out))
    sizes = [
        sum(path.stat().st_size for path in folder.rglob("*") if path.suffix in SUFFIXES) / 1024
        for folder in docs.values()
    ]
    python, start, *runs = (item.median for item in wanted)
    per_kib = [1000 * (run - python) / size for run, size in zip(runs, sizes, strict=True)]
    beyond = [1000 * (run - start) / size for run, size in zip(runs, sizes, strict=True)]
    return [
        Figure("the smallest reference", 1000 * (start - python), "ms", "spec, cold, without the start of Python"),
        *(
            Figure(
                f"{name}, {size:,.0f} KiB",
                value,
                "ms for a KiB",
                HOW_FAST,
                ratio=value / per_kib[0],
                note=f"without the start of speclift {more:.2f} ms, {more / beyond[0]:.1f} times",
            )
            for name, size, value, more in zip(docs, sizes, per_kib, beyond, strict=True)
        ),
    ]


def _spec_of(name: str, folder: Path, out: Path) -> Measurement:
    spec = str(out / f"{name.replace(' ', '_')}.speed.yaml")
    return Measurement(name, [*SPECLIFT, "spec", str(folder), "--quiet", "--no-cache", "-o", spec])


if __name__ == "__main__":
    print(table(figures()))
