"""`sotto hub pages`: the account of a hub without windows is tried before it is kept."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.main import main
from app.connectors import pay_pages
from app.connectors.accounts import Accounts
from app.connectors.pages_simulator import KEY, PagesSimulator

ARGUMENTS = ("hub", "pages")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[PagesSimulator]:
    simulator = PagesSimulator("stripe")
    simulator.start()
    monkeypatch.setitem(pay_pages._BASES, "stripe", simulator.base)
    try:
        yield simulator
    finally:
        simulator.stop()


def sotto(monkeypatch: pytest.MonkeyPatch, folder: Path, typed: str, *more: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["--profile", str(folder), *ARGUMENTS, *more])


def test_a_key_is_kept_once_the_provider_knew_it(
    tmp_path: Path, provider: PagesSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sotto(monkeypatch, tmp_path, "", "stripe") == 2
    assert sotto(monkeypatch, tmp_path, "sk_test_wrong\n", "stripe") == 1
    assert not (tmp_path / "keys" / "accounts.json").exists()
    assert sotto(monkeypatch, tmp_path, f"{KEY}\nwhsec_1\n", "stripe") == 0
    kept = Accounts(tmp_path / "keys").of(pay_pages.SERVICE)
    assert kept == {"provider": "stripe", "key": KEY, "secret": "whsec_1"}
    assert sotto(monkeypatch, tmp_path, "", "none") == 0
    assert Accounts(tmp_path / "keys").of(pay_pages.SERVICE) is None
