"""What is asked about a dish, while one answer brings other questions."""

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from app.presenters.pos.modifiers import ChipsView, ChipView, Questions
from app.windows.pos.modifier_sheet import QuestionsPane
from widgets.chip import Chip


def instructions(title: str, option: str) -> Questions:
    chip = ChipView(group=title, option=option, text=option, icon="", chosen=False)
    return Questions(chips=(ChipsView(title=title, hint="", chips=(chip,)),))


def test_the_note_goes_on_to_the_instructions_that_an_answer_brings(
    qtbot: QtBot,
) -> None:
    """A side that brought its own instructions took the note with the others': the sheet
    answered no more."""
    note, allergy = Chip("Note cuisine"), Chip("Allergie")
    pane = QuestionsPane(note, allergy)
    qtbot.addWidget(pane)
    allergy.hide()
    pane.display(instructions("Consignes", "sans_sel"))
    pane.show()
    pane.display(instructions("Consignes frites", "bien_cuites"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    row = pane.chips["Consignes frites"]
    assert row.isAncestorOf(note)
    qtbot.waitUntil(note.isVisible)
    assert allergy.isHidden()
