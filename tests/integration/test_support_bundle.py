"""The file for support: it says what is there, and nothing of guests, cards and keys."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gui_kit import demo_house

from app.bootstrap import Opened
from app.connectors.accounts import Accounts, of_terminal
from app.domain.reservations.commands import CreateReservation
from app.domain.vocabulary import Refusal
from app.logs import logging_to
from app.services.guests import reservation_key
from app.services.house import Actor
from app.support import JSON, TEXT, Masker, bundle
from hardware.health import DeviceState, Health

NAME, PHONE, MAIL = "Hortense Valmorin", "06 12 34 56 78", "h.valmorin@exemple.fr"
CARD, KEY = "4970 1012 3456 7890", "clef-tres-secrete-9"
PRIVATE = (NAME, "Valmorin", PHONE, MAIL, CARD, "3456 7890", KEY, "0123456789")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path) as house:
        house.profile.logs.mkdir(exist_ok=True)
        yield house


def reserve(opened: Opened) -> None:
    """A guest of whom name, number and mail are known."""
    seal, id_ = opened.house.sealer.seal, "r1"
    key = reservation_key(id_)
    command = CreateReservation(
        date="2026-11-20",
        time="21:00",
        covers=2,
        name=seal(key, NAME),
        phone=seal(key, PHONE),
        email=seal(key, MAIL),
        reservation=id_,
    )
    done = opened.house.run(command, Actor("marc"))
    assert not isinstance(done, Refusal), done


def test_nothing_of_guests_cards_and_keys_is_in_it(opened: Opened) -> None:
    reserve(opened)
    Accounts(opened.profile.keys).set(of_terminal("tpe1"), {"api_key": KEY})
    health = Health(
        state=DeviceState.OFFLINE,
        reasons=frozenset({"unplugged"}),
        since=datetime.now(UTC),
        detail=f"asked with {KEY} for {NAME}",
    )
    with logging_to(opened.profile.logs):
        log = logging.getLogger("sotto.devices")
        for private in PRIVATE:
            log.info("%s at 192.168.1.31:9100", private)
        error = ValueError(f"{MAIL}: no such {CARD}")
        log.info("failed", exc_info=error)
    made = bundle(opened.profile, {"chaud": health})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        text, data = (archive.read(name).decode() for name in (TEXT, JSON))
    for private in PRIVATE:
        assert private not in text
        assert private not in data
    told = json.loads(data)
    assert len(told["log"]) == len(PRIVATE) + 1
    assert "192.168.1.31:9100" in told["log"][0]["text"]
    chaud = next(each for each in told["devices"] if each["id"] == "chaud")
    assert (chaud["state"], chaud["reasons"]) == ("offline", ["unplugged"])
    assert told["libraries"]["PySide6"]
    assert any(finding["name"] == "serial" for finding in told["findings"])
    assert "unplugged" in text


def test_what_helps_is_left_as_it_is() -> None:
    masker = Masker(["a1b2"], ["Bar"])
    for plain in (
        "2026-11-20 20:26",
        "tcp://192.168.100.231:9100",
        "entry C1 12345",
        "Barrage",
        "usb 05e0:1701",
    ):
        assert masker.text(plain) == plain
    assert masker.text("key a1b2 of bar") == "key … of …"
    assert masker.text("+33 6 12 34 56 78, 0612345678") == "…, …"
    assert masker.text("sk_live_4242abcd") == "…"
