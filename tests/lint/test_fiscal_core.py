"""The manifest of the fiscal core is that of the files, under a version of its own."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from fiscal_core import FOLDER, covered, stale  # noqa: E402

from app.fiscal.core import read_core  # noqa: E402


def test_the_manifest_of_the_fiscal_core_is_renewed() -> None:
    changed = stale(ROOT)
    assert not changed, (
        f"fiscal core changed ({', '.join(changed)}): run `make core` and commit "
        "resources/fiscal/core.json with your change"
    )


def test_a_released_version_keeps_its_hash() -> None:
    core = read_core(ROOT / FOLDER, ROOT)
    held = [each for each in core.releases if each.version == core.version]
    assert all(each.hash == core.hash for each in held), (
        f"{core.version} was released with other files: run `make core VERSION=…` "
        "with the next version and commit resources/fiscal/core.json"
    )


def test_a_list_of_releases_is_signed_by_the_publisher() -> None:
    folder = ROOT / FOLDER
    signed = (folder / "releases.jws").exists()
    assert bool(read_core(folder, ROOT).releases) == signed


def test_the_core_is_no_empty_list() -> None:
    files = covered(ROOT)
    for package in ("db/", "app/domain/pricing/", "app/fiscal/", "app/domain/till/"):
        assert any(name.startswith(package) for name in files)
