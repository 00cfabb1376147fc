"""Every field of the office refuses what it cannot mean, at the field and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.fiscal.checking import verify_profile
from app.presenters.admin.devices import PAPERS
from resources.texts import set_language
from widgets.field import TextField, readable

LONG = "é🍤" * 2500
WILD = "a\x00\x1b@\x07\u202eb"
DIGITS = "9" * 5000  # more than Python makes a number of
NO_NUMBER = (
    "-3",
    "1e9",
    "deux",
    "٣",
    "½",
    "9" * 40,
    "<b>3</b>",
    "'; DROP",
    DIGITS,
    LONG,
)

REFUSED: dict[str, dict[str, tuple[str, ...]]] = {
    "articles": {
        "name": ("", "  ", "\u202e\x00", LONG),
        "button": (LONG,),
        "kitchen": (LONG,),
        "price": ("", "0", "0,001", "12,345", *NO_NUMBER),
        "minutes": ("0", "1,5", *NO_NUMBER),
        "cost": ("12,345", *NO_NUMBER),
        "tare": NO_NUMBER,
        "origin": (LONG,),
        "spoken": (LONG,),
        "barcodes": ("3760123450011", "a b", "12", "3760123450010", LONG),
    },
    "team": {
        "name": ("", "  ", "\u202e\x00", LONG),
        "section": (LONG,),
        "pin": ("1", "1234", "abcd", "٣٣٣٣"),
        "badge": ("12345", "20269999", LONG),
        "pager": ("12345678901", "1 2", "1,5", *NO_NUMBER),
    },
    "devices": {
        "name": ("", "  ", "Bar", LONG),
        "address": ("", "beaucoup", "tcp://", "tcp://h:0", "tcp://h:99999", LONG),
    },
    "settings": {
        "name": ("", "  ", LONG),
        "address": (LONG,),
        "siret": ("12345678901234", *NO_NUMBER),
        "naf": NO_NUMBER,
        "vat_number": NO_NUMBER,
        "contact": (LONG,),
        "witness": ("owner", "a@b", "a@b.fr, c@d.fr"),
        "stamping": ("tsa", "ftp://tsa.fr", "http://", LONG),
        "menu": ("carte", "ftp://carte.fr", "http://", LONG),
        "cutoff": ("", "24:00", "12:01", "5:60", *NO_NUMBER),
        "lock": ("", "241", "1,5", *NO_NUMBER),
        "note": ("", "12,345", *NO_NUMBER),
        "cash": ("", "12,345", *NO_NUMBER),
        "voucher": ("", "12,345", *NO_NUMBER),
        "comp": ("", "12,345", *NO_NUMBER),
        "kinds": ("Personnel", "Personnel 101 %", "30 %", "A 5 %, A 10 %", "A=B 5 %"),
        "budget": ("", "12,345", *NO_NUMBER),
        "currencies": ("CHF", "CHF 0", "CHF -1", "EUR 1", "CHF 1 ; CHF 2", "USD 101"),
        "off": ("", "12,345", *NO_NUMBER),
        "move": ("", "12,345", *NO_NUMBER),
        "gift_months": ("", "121", "1,5", *NO_NUMBER),
        "gift_day": ("", "12,345", *NO_NUMBER),
        "gift_apart": ("", "12,345", *NO_NUMBER),
        "store_months": ("", "121", "1,5", *NO_NUMBER),
        "client_years": ("", "0", "11", "1,5", *NO_NUMBER),
        "discount": ("", "100,01", "101 %", *NO_NUMBER),
        "ready": ("", "3601", "1,5", *NO_NUMBER),
        "rounds": ("", "121", "1,5", *NO_NUMBER),
        "pickup": ("", "0", "241", "1,5", *NO_NUMBER),
        "load": ("", "241", "1,5", *NO_NUMBER),
        "pace_minutes": ("", "121", "1,5", *NO_NUMBER),
        "takeover": ("", "1441", "1,5", *NO_NUMBER),
        "requests": ("", "0", "1000001", *NO_NUMBER),
        "told": ("", "0", "1000001", *NO_NUMBER),
        "connections": ("", "0", "10001", *NO_NUMBER),
        "payload": ("", "0", *NO_NUMBER),
        "origins": ("n'importe quoi", "ftp://h", LONG),
    },
    "keeping": {
        "backups": ("clé", "../ailleurs", f"/{LONG}"),
        "archives": ("clé", "../ailleurs", f"/{LONG}"),
        "days": ("", "0", "366", "1,5", *NO_NUMBER),
    },
}
"""Section -> field -> texts that it cannot mean."""

WHERE = {
    "articles": ("card.articles.ArticlesSection", "magret", "form"),
    "team": ("team.page.TeamSection", "karim", "person_form"),
    "devices": ("devices.page.DevicesSection", "chaud", "form"),
    "settings": ("settings.SettingsSection", "", "form"),
    "keeping": ("fiscal.page.FiscalSection", "archives", "keeping"),
}
"""Section -> its class, what is opened in it, where its form is."""


@dataclass
class Form:
    """An open form of the office, and the journal behind it."""

    form: Any  # each section has its own
    opened: Opened

    def field(self, name: str) -> TextField:
        found = self.form.fields[name]
        assert isinstance(found, TextField)
        return found

    def type(self, name: str, text: str) -> None:
        """As a person pastes it, goes on to the next field and saves."""
        field = self.field(name)
        field.edit.setText("")
        field.edit.textEdited.emit("")
        QApplication.clipboard().setText(text)
        field.edit.paste()
        field.left.emit(field.text)
        self.form.save.click()

    @property
    def written(self) -> int:
        return self.opened.house.journal.head().seq


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


def open_form(opened: Opened, qtbot: QtBot, name: str) -> Form:
    path, place, part = WHERE[name]
    module, _, cls = path.rpartition(".")
    desk = desk_for(opened, "marc", "admin")
    desk.pepper = opened.pepper
    section = getattr(import_module(f"app.windows.admin.{module}"), cls)(desk, board())
    assert isinstance(section, QWidget)
    desk.setParent(section)
    qtbot.addWidget(section)
    section.show_place(place)  # type: ignore[attr-defined]  # every section has it
    return Form(getattr(section, part), opened)


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_field_cannot_mean_is_refused_there_and_nothing_written(
    opened: Opened, qtbot: QtBot, name: str
) -> None:
    made = open_form(opened, qtbot, name)
    before = made.written
    for field, texts in REFUSED[name].items():
        kept = made.field(field).text
        for text in texts:
            made.type(field, text)
            assert made.field(field).error, (field, text)
        made.type(field, kept)
        assert not made.field(field).error
    assert made.written == before
    assert verify_profile(opened.profile).exit_code == 0


def test_every_field_of_text_is_tried(opened: Opened, qtbot: QtBot) -> None:
    # Of a gun, a scale, a radar and a card terminal: tests/gui/test_admin_devices.py and
    # tests/unit/presenters/test_admin_devices_presenter.py
    others = {"option:", "option:till", "option:ipc"}
    untried = {"devices": {"port", "least", "near", "after", *PAPERS, *others}}
    for name, fields in REFUSED.items():
        made = open_form(opened, qtbot, name)
        all_ = {
            str(field.property("field"))
            for field in made.form.findChildren(TextField)
            if field.property("field")
        }
        assert all_ - untried.get(name, set()) == set(fields)


def test_what_nobody_can_read_is_left_out_as_it_is_pasted(
    opened: Opened, qtbot: QtBot
) -> None:
    made = open_form(opened, qtbot, "articles")
    made.type("name", f"{WILD} 🍤\ttrès «bon»")
    assert made.field("name").text == "a@b 🍤 très «bon»"
    assert opened.house.world.catalogue.articles["magret"].name == "a@b 🍤 très «bon»"


def test_spaces_of_amounts_and_signs_of_emoji_are_readable() -> None:
    assert readable("1\u202f234,50\u00a0€ ❤️") == "1\u202f234,50\u00a0€ ❤️"
    assert readable("\u202e\x00\x7f\ufeff") == ""
