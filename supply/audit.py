"""Checks of the dependencies that come in, and of the distributions that go out.

    python -m supply.audit

1. Every requirement of the lock files is pinned and has hashes, and the lock files are in step with pyproject.toml.
2. pip-audit knows of no vulnerability in them. If its service cannot be reached, the audit says so and goes on.
3. The sanitizer inside Swagger UI's files, which pip-audit does not know, is not too old.
4. The licence of each runtime dependency is one of ALLOWED.
5. Printed, and never a fault: what the index says about the last release of each dependency, its maintainers, and the
   systems that it has no wheel for.
6. The wheel, and then the source distribution in its place, install from the lock into an environment of their own and
   work there, away from the checkout.

The exit code is 1 if one of the checks fails.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from supply import registry

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-audit.txt", "requirements-docs.txt")

#: pip-audit has an environment of its own, so that it changes nothing that is locked.
AUDITOR = Path(sys.prefix) / "audit" / "bin" / "python"

#: Licences that require only attribution, and MPL-2.0, whose conditions apply only to its own files.
ALLOWED = (
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
)

#: SPDX identifiers by the texts of classifiers and licence fields, for packages without an SPDX expression.
SPDX = {
    "apache": "Apache-2.0",
    "mit": "MIT",
    "bsd": "BSD",
    "isc": "ISC",
    "mozilla public license 2.0": "MPL-2.0",
    "mpl": "MPL-2.0",
    "python software foundation": "PSF-2.0",
    "psf": "PSF-2.0",
    "unlicense": "Unlicense",
}

#: What pip-audit prints if its vulnerability service cannot be reached.
UNREACHABLE = re.compile(
    r"ConnectionError|Max retries|Could not connect|NameResolution|timed out|ServiceError|ProxyError|HTTPError|"
    r"Failed to (?:query|fetch)|Connection refused|Not Found for url|Client Error|Server Error",
    re.I,
)

#: Uses the installed package as a user does; runs in the clean environment, in a folder without the project.
TRIAL = """
import asyncio, sys
from pathlib import Path
import httpx
assert not any((Path(entry) / "pyproject.toml").exists() for entry in sys.path if entry)
sys.path.insert(0, "out/generated")
from superoffice import BearerAuth, Client, models
assert [getattr(models, name) for name in models.__all__]
from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.load import load
app = Mock(read_contract(load("out/spec/openapi.yaml").document))
async def ask():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://mock") as http:
        return (await http.get("/api/v1/Contact/4", headers={"Authorization": "Bearer x"})).status_code
assert asyncio.run(ask()) == 200, "the mock does not respond"
"""


#: The DOMPurify that was current when Swagger UI's package was chosen (docs/decisions/swagger-ui.md).
OLDEST_DOMPURIFY = "3.4.16"


def requirements(lock: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(name, version, hashes) of each requirement in a lock file; the version is empty if it is not pinned."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head = re.match(r"([\w.-]+)(?:==(\S+))?", line)
            name, version = (head[1], head[2] or "") if head else (line, "")
            yield name, version, re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)


def locked(lock: Path) -> Iterator[tuple[str, str, str]]:
    """(name, version, marker) of each requirement in a lock file; the marker is empty if it is for all systems."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([\w.-]+)==([^\s;]+)(?:\s*;\s*([^\\]*))?", line):
            yield found[1], found[2], (found[3] or "").strip()


def check_hashes() -> list[str]:
    """A fault for each requirement that is not pinned or has no hash."""
    return [
        f"{lock}: {name} is not pinned with hashes"
        for lock in LOCKS
        for name, version, hashes in requirements(ROOT / lock)
        if not version or not hashes
    ]


def check_step() -> list[str]:
    """A fault for each requirement of pyproject.toml that a lock file lacks, or has in a version that does not fit."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    runtime = [*project["project"]["dependencies"], *groups["build"]]
    runtime += [item for name in ("mock", "fuzz", "serve") for item in extras.get(name, ())]
    dev = [*runtime, *extras["models"], *extras["distributed"], *groups["dev"]]
    asked = {LOCKS[0]: runtime, LOCKS[1]: dev, LOCKS[2]: groups["audit"], LOCKS[3]: groups["docs"]}
    faults = []
    for lock, items in asked.items():
        locked = {name.lower().replace("_", "-"): version for name, version, _ in requirements(ROOT / lock)}
        for requirement in map(Requirement, items):
            name = requirement.name.lower().replace("_", "-")
            if name != "speclift" and not requirement.specifier.contains(locked.get(name, ""), prereleases=True):
                faults.append(f"{lock} is not in step with pyproject.toml: {requirement}; run make lock")
    return faults


def check_vulnerabilities() -> list[str]:
    """What pip-audit finds in each lock file, as faults; also prints what it could not check."""
    faults = []
    for lock in LOCKS[:2]:
        command = [str(AUDITOR), "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip"]
        command += ["--progress-spinner", "off", "--timeout", "10", "--format", "json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not done.returncode:
            # pip-audit counts packages that its service does not know as clean.
            dependencies = json.loads(done.stdout)["dependencies"]
            skipped = [item["name"] for item in dependencies if "skip_reason" in item]
            print(f"{lock}: no vulnerability reported for {len(dependencies) - len(skipped)} requirements")
            if skipped:
                print(f"{lock}: NOT CHECKED, unknown to the advisory service: {', '.join(skipped)}")
        elif "known vulnerabilit" in done.stdout + done.stderr:
            faults.append(f"{lock}:\n{done.stdout}{done.stderr}")
        elif UNREACHABLE.search(done.stderr):
            print(f"{lock}: NOT CHECKED for vulnerabilities: the advisory service could not be reached")
        else:
            faults.append(f"{lock}: pip-audit failed:\n{done.stderr}")
    return faults


def check_bundled() -> list[str]:
    """Print the versions in Swagger UI's files; a fault if the sanitizer is too old or cannot be found."""
    from packaging.version import InvalidVersion, Version

    from speclift.serve.assets import load_assets

    assets = load_assets()
    print(f"Swagger UI {assets.swagger_version} with DOMPurify {assets.sanitizer_version}")
    try:
        is_old = Version(assets.sanitizer_version) < Version(OLDEST_DOMPURIFY)
    except InvalidVersion:
        is_old = True
    said = f"Swagger UI has DOMPurify {assets.sanitizer_version}; the oldest allowed version is {OLDEST_DOMPURIFY}"
    return [said] if is_old else []


def check_registry() -> list[str]:
    """Print what pip's index says about each runtime dependency; none of it is a fault."""
    dependencies = list(locked(ROOT / LOCKS[0]))
    try:
        index = registry.Index()
        with ThreadPoolExecutor(4) as pool:
            for dependency, said in zip(dependencies, pool.map(_asked(index), dependencies), strict=True):
                print(
                    registry.facts_of(*dependency, *said)
                    if said
                    else f"{dependency[0]}: NOT CHECKED, the index has no usable response"
                )
    except registry.NotAskedError as error:
        print(f"NOT CHECKED for maintainers, releases and wheels: {error}")
    return []


def _asked(index: registry.Index) -> Callable[[tuple[str, str, str]], tuple[Any, Any] | None]:
    """A function that returns the responses of the index about a dependency, None if it cannot give them."""

    def ask(dependency: tuple[str, str, str]) -> tuple[Any, Any] | None:
        try:
            return index.ask(dependency[0])
        except registry.NotAskedError:
            return None

    return ask


def licences(name: str) -> list[str]:
    """The SPDX identifiers of an installed distribution, from its expression, its classifiers or its licence field."""
    metadata = importlib.metadata.metadata(name)
    # get_all, since a missing key raises KeyError if the package importlib_metadata is installed.
    expression = next(iter(metadata.get_all("License-Expression", [])), "")
    if expression:
        return re.findall(r"[A-Za-z0-9][\w.+-]*", re.sub(r"\b(AND|OR|WITH)\b", " ", expression))
    said = [text.rpartition("::")[2] for text in metadata.get_all("Classifier", []) if text.startswith("License ::")]
    said = said or [next(iter(metadata.get_all("License", [])), "").split("\n")[0] or _first_line(name)]
    return [
        next(
            (spdx for text, spdx in SPDX.items() if re.search(rf"\b{text}\b", line, re.I)), line.strip() or "none given"
        )
        for line in said
        if "OSI Approved" not in line.strip()[-12:] or len(said) == 1
    ]


def _first_line(name: str) -> str:
    """The first line of the licence file of a distribution, for one whose metadata name no licence."""
    files = importlib.metadata.files(name) or ()
    found = next((file for file in files if file.name == "LICENSE"), None)
    return found.read_text().strip().split("\n")[0] if found else ""


def check_licences() -> list[str]:
    """Print the licence of each runtime dependency; a fault for each licence that is not allowed."""
    faults = []
    for name, version, _ in requirements(ROOT / LOCKS[0]):
        try:
            found = licences(name)
        except importlib.metadata.PackageNotFoundError:
            print(f"{name} {version}: not for this platform")
            continue
        print(f"{name} {version}: {', '.join(found)}")
        faults += [f"{name}: the licence {item} is not allowed" for item in found if item not in ALLOWED]
    return faults


def check_install() -> list[str]:
    """Install the wheel and the sdist from the lock into a new environment, and use each; what fails is a fault."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        python = folder / "environment" / "bin" / "python"
        venv.create(python.parent.parent, with_pip=True)
        shutil.copytree(ROOT / "spec" / "docs", folder / "docs")
        (folder / "trial.py").write_text(TRIAL, encoding="utf-8")
        (folder / "speclift.toml").write_text('package = "superoffice"\n', encoding="utf-8")
        dist = folder / "dist"
        fault = run([sys.executable, "-m", "hatchling", "build", "-d", str(dist), "-t", "wheel", "-t", "sdist"], ROOT)
        if fault:
            return [f"the distributions cannot be built: {fault}"]
        (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
        install = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        client = folder / "client.txt"
        client.write_text(
            pinned(("httpx", "httpcore", "pydantic", "pydantic-core", "annotated-types", "typing-inspection"))
        )
        steps = (
            [*install, "--no-deps", "--require-hashes", "-r", str(ROOT / LOCKS[0])],
            [*install, "--no-deps", "--require-hashes", "-r", str(client)],
            [*install, "--no-index", f"{wheel}[mock,fuzz,serve]"],
            [str(python), "-m", "pip", "--disable-pip-version-check", "check"],
            [str(python.parent / "speclift"), "generate", "docs", "-o", "out", "--quiet", "--no-cache"],
            [str(python), "trial.py"],
            [
                str(python.parent / "speclift"),
                "fuzz",
                "out/spec/openapi.yaml",
                "--mock",
                "--quiet",
                "--max-examples",
                "3",
            ],
            # hatchling is locked: the build needs no network.
            [*install, "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall", str(sdist)],
            [str(python.parent / "speclift"), "generate", "docs", "-o", "again", "--quiet", "--no-cache"],
            ["diff", "-r", "out/spec", "again/spec"],
            ["diff", "-r", "--exclude=__pycache__", "out/generated", "again/generated"],
        )
        for step in steps:
            fault = run(step, folder)
            if fault:
                return [f"clean install: {fault}"]
    print("the wheel installs from the lock and works: generate, client, mock, fuzz; the sdist gives the same files")
    return []


def pinned(names: tuple[str, ...]) -> str:
    """The lines of the development lock for these distributions, with their hashes."""
    return "\n".join(
        f"{name}=={version} " + " ".join(hashes)
        for name, version, hashes in requirements(ROOT / LOCKS[1])
        if name.lower() in names
    )


def run(command: list[str], folder: Path) -> str:
    """Run a command in a folder; return it with its output if it failed, else an empty string."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SPECLIFT"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return f"{' '.join(command)}\n{done.stdout}{done.stderr}" if done.returncode else ""


def main() -> None:
    """Run all checks; exit with 1 if one has a fault."""
    faults: list[str] = []
    checks = (
        check_hashes,
        check_step,
        check_vulnerabilities,
        check_bundled,
        check_licences,
        check_registry,
        check_install,
    )
    for check in checks:
        print(f"== {check.__name__.removeprefix('check_')}", flush=True)
        faults += check()
    if faults:
        raise SystemExit("\n".join(("", *faults)))


if __name__ == "__main__":
    main()
