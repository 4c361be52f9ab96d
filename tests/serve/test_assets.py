"""The files of the page: our own, and those of the Swagger UI package, whose Python code never runs here."""

from __future__ import annotations

import subprocess
import sys

from speclift.serve.assets import load_assets
from tests.conftest import ROOT


def test_the_versions_are_those_of_the_lock_file() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assets = load_assets()
    assert f"flask-swagger-ui=={assets.swagger_version} " in lock
    assert tuple(map(int, assets.sanitizer_version.split("."))) >= (3, 4, 16)


def test_the_package_of_swagger_ui_is_never_imported() -> None:
    code = (
        "import sys; from speclift.serve.assets import load_assets; load_assets(); "
        "sys.exit(bool({'flask', 'flask_swagger_ui'} & sys.modules.keys()))"
    )
    environment = {"PYTHONPATH": str(ROOT / "generator")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
