"""If datamodel-code-generator is not installed, the command says how to install it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_error_names_the_extra_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['datamodel_code_generator'] = None; from speclift.cli.main import main;"
        f"sys.exit(main(['models', 'spec/openapi.yaml', '-o', {str(tmp_path / 'models.py')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "pip install 'speclift[models]'" in done.stderr
    assert not (tmp_path / "models.py").exists()
