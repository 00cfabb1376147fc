"""`python -m app` is `sotto`."""

import subprocess
import sys
from pathlib import Path

from app.cli.main import parser


def test_the_package_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "hub", "--help"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert done.stdout.startswith(f"usage: {parser().prog} hub")
