"""The fiscal core: its hash, its signed list of releases, what a change does to both."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.environment import (
    ENVIRONMENTS,
    PRODUCTION,
    Environment,
    Mark,
    mark_of,
)
from app.fiscal.core import Core, note_unattested, read_core

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packaging"))

import fiscal_core  # noqa: E402

WORDS = "correct horse"
DAY = "2026-12-01"


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A product of two core files, with a publisher and their key."""
    root = tmp_path / "product"
    folder = root / fiscal_core.FOLDER
    folder.mkdir(parents=True)
    (root / "db").mkdir()
    (root / "db" / "entry.py").write_bytes(b"ENTRY = 1\n")
    (root / "db" / "keys.py").write_bytes(b"KEYS = 1\n")
    (root / "db" / "other.py").write_bytes(b"OTHER = 1\n")
    shutil.copy(ROOT / "pyproject.toml", root)
    manifest = {"version": "F1.0", "patterns": ["db/[ek]*.py"], "files": {}}
    (folder / "core.json").write_text(json.dumps(manifest))
    publisher = {
        "name": "Sotto SAS",
        "siren": "732829320",
        "address": "1 rue du Four",
        "representative": "Anne Dupont",
    }
    (folder / "publisher.json").write_text(json.dumps(publisher))
    fiscal_core.make_key(root, tmp_path / "publisher.pem", WORDS)
    fiscal_core.renew(root)
    return root


def core_of(root: Path) -> Core:
    return read_core(root / fiscal_core.FOLDER, root)


def sign(root: Path) -> None:
    fiscal_core.release(root, root.parent / "publisher.pem", WORDS, DAY)


def test_the_hash_is_what_sha256sum_makes_of_the_files(product: Path) -> None:
    listed = subprocess.run(
        ["sha256sum", "db/entry.py", "db/keys.py"],
        cwd=product,
        capture_output=True,
        check=True,
    ).stdout
    assert core_of(product).hash == hashlib.sha256(listed).hexdigest()


def test_a_checkout_is_attested_once_it_is_released(product: Path) -> None:
    assert not core_of(product).attested
    sign(product)
    core = core_of(product)
    assert core.attested
    assert core.attests(f"Sotto 0.1.0 · {core.label}")
    assert not core.attests("Sotto 0.1.0 · F1.0")


def test_one_byte_more_loses_the_attestation(product: Path) -> None:
    sign(product)
    before = core_of(product)
    (product / "db" / "keys.py").write_bytes(b"KEYS = 1\n ")
    core = core_of(product)
    assert not core.attested
    assert core.hash != before.hash
    assert core.changed == ("db/keys.py",)
    assert core.attests(f"Sotto 0.1.0 · {before.label}")  # what was written stays so


def test_a_core_that_cannot_be_read_is_not_attested(product: Path) -> None:
    sign(product)
    (product / "db" / "keys.py").unlink()
    core = core_of(product)
    assert not core.attested
    assert core.label == "F1.0 · illisible"


def test_a_change_is_renewed_freely_until_the_version_is_released(
    product: Path,
) -> None:
    (product / "db" / "keys.py").write_bytes(b"KEYS = 2\n")
    assert fiscal_core.stale(product) == ["db/keys.py"]
    fiscal_core.renew(product)
    assert not fiscal_core.stale(product)
    sign(product)
    (product / "db" / "keys.py").write_bytes(b"KEYS = 3\n")
    with pytest.raises(ValueError, match="another version"):
        fiscal_core.renew(product)
    fiscal_core.renew(product, "F1.1")
    assert core_of(product).version == "F1.1"
    sign(product)
    versions = [each.version for each in core_of(product).releases]
    assert versions == ["F1.0", "F1.1"]


def test_a_file_that_comes_or_goes_is_noticed(product: Path) -> None:
    (product / "db" / "keyring.py").write_bytes(b"")
    (product / "db" / "entry.py").unlink()
    assert fiscal_core.stale(product) == ["db/entry.py", "db/keyring.py"]


def test_a_list_that_somebody_else_signed_counts_for_nothing(product: Path) -> None:
    sign(product)
    path = product / fiscal_core.FOLDER / "releases.jws"
    head, body, signature = path.read_text().strip().split(".")
    path.write_text(f"{head}.{body[:-4]}AAAA.{signature}\n")
    assert core_of(product).releases == ()
    with pytest.raises(ValueError, match="not signed by this key"):
        sign(product)


def test_nobody_releases_without_a_name_or_with_stale_files(product: Path) -> None:
    (product / "db" / "keys.py").write_bytes(b"KEYS = 2\n")
    with pytest.raises(ValueError, match="make core"):
        sign(product)
    fiscal_core.renew(product)
    told = product / fiscal_core.FOLDER / "publisher.json"
    told.write_text(json.dumps(json.loads(told.read_text()) | {"siren": ""}))
    with pytest.raises(ValueError, match="who the publisher is"):
        sign(product)


def test_the_key_is_made_once_and_needs_its_words(product: Path) -> None:
    with pytest.raises(ValueError, match="keep them"):
        fiscal_core.make_key(product, product.parent / "publisher.pem", WORDS)
    # By wrong words a key may also come out, of no form.
    with pytest.raises(ValueError, match=r"[Pp]assword|decrypt|deserialize"):
        fiscal_core.release(product, product.parent / "publisher.pem", "no", DAY)


@pytest.mark.parametrize("version", ["1.1", "F1", "F1.0.1", "F0.1"])
def test_a_version_has_a_root_and_a_subdivision(product: Path, version: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        fiscal_core.renew(product, version)


class Noting:
    """A house that takes notes."""

    def __init__(self, mark: Mark | None) -> None:
        self.mark = mark
        self.noted: list[str] = []

    def note_soon(self, code: str, detail: str = "") -> None:
        self.noted.append(code)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("released", [True, False])
def test_only_real_trade_is_told_that_nobody_attests_the_core(
    environment: Environment,
    released: bool,
    product: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if released:
        sign(product)
    monkeypatch.setattr("app.fiscal.core.core", lambda: core_of(product))
    house = Noting(mark_of(environment))
    note_unattested(house)  # type: ignore[arg-type]  # all that is asked of a house
    told = environment == PRODUCTION and not released
    assert house.noted == (["CORE_UNATTESTED"] if told else [])
