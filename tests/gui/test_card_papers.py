"""What is made of the card in the office: each paper has its name and is whole."""

from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house, desk_for
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.windows.admin.card.card_papers import CardPapers

pytestmark = pytest.mark.gui


def test_every_paper_of_the_card_is_made_without_the_house(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        desk = desk_for(opened, "marc", "admin")
        button = QWidget()
        qtbot.addWidget(button)
        papers = CardPapers(desk, button)
        made = dict(
            papers._paper(key)
            for key in ("dine_in", "takeaway", "allergens", "posters", "page")
        )
    assert sorted(made) == [
        "Affiches.pdf",
        "Allergènes_2026-11-20.pdf",
        "Carte_a_emporter_2026-11-20.pdf",
        "Carte_sur_place_2026-11-20.pdf",
        "carte.html",
    ]
    for name, make in made.items():  # the house is shut: as in another thread
        begins = b"<!doctype" if name.endswith("html") else b"%PDF"
        assert make().startswith(begins)
