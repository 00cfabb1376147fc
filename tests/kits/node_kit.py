"""Node and the packages of others that the tests use, installed the first time."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = Path(__file__).parents[1] / "node"
MODULES = NODE / "node_modules"


def node_tools() -> str:
    """Where node is; skips where its packages cannot be had."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        pytest.skip("node or npm is missing")
    lock, kept = NODE / "package-lock.json", MODULES / ".sotto-lock.json"
    with (NODE / "package.json").open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # other workers wait
        if not kept.exists() or kept.read_bytes() != lock.read_bytes():
            if not _got(npm):
                pytest.skip("npm ci did not get the packages: no registry here")
            shutil.copy(lock, kept)
    return found


def _got(npm: str) -> bool:
    asked = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(
        asked, cwd=NODE, capture_output=True, timeout=120, check=False
    )
    return done.returncode == 0
