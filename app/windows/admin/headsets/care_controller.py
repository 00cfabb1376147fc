"""Drives how people want their headset, and the models; words stand beside."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from app.domain.staff.decide import SetVoice
from app.domain.staff.events import VoiceSet
from app.presenters.admin.headsets import (
    model_act,
    model_rows,
    model_words,
    person_rows,
    present_lack,
    word_rows,
)
from app.services.headset_care import HeadsetCare
from app.services.house import Fact
from app.services.people import person_name
from app.windows.admin.headsets.words import HeadsetWords
from app.windows.desk import Desk
from app.windows.saving import file_dialog
from resources.texts import language, tr

if TYPE_CHECKING:
    from app.windows.admin.headsets.page import HeadsetsSection

PEOPLE, WORDS, MODELS, TRIAL = "people", "words", "models", "trial"


class HeadsetCareController(QObject):
    """People, words and models beside the headsets."""

    def __init__(self, desk: Desk, section: "HeadsetsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._kind = self._key = ""
        self._words = HeadsetWords(desk, section.word_pane)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        section.opened.connect(self._on_opened)
        section.lack_requested.connect(self._on_lack_requested)
        section.import_requested.connect(self._on_import_requested)
        self._desk.changed.connect(self._on_changed)
        self._desk.headsets.care_changed.connect(self.show)
        section.person_pane.wishes.wished.connect(self._on_wished)
        section.model_pane.download_requested.connect(self._on_download_requested)
        section.model_pane.use_requested.connect(self._on_use_requested)

    @property
    def _care(self) -> HeadsetCare:
        return self._desk.headsets.care

    def begin(self, argument: str) -> None:
        """The section is shown; `argument` "words:<article>" opens that word."""
        self.show()
        kind, _, key = argument.partition(":")
        if kind in (PEOPLE, WORDS, MODELS, TRIAL):
            self._section.show_kind(kind)
            if key:
                self._section.opened.emit(kind, key)

    @Slot()
    def show(self) -> None:
        """The lists, and the pane where one is open."""
        care, section = self._care.state(), self._section
        section.show_rows(PEOPLE, person_rows(self._desk.house))
        section.show_rows(WORDS, word_rows(self._desk.world, care))
        section.show_rows(MODELS, model_rows(care))
        section.show_lack(present_lack(care, language()))
        if section.split.side_shown:
            self._show_pane()

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._section.isVisible():
            self.show()

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        self._kind, self._key = kind, key
        panes = {
            PEOPLE: self._section.person_pane,
            WORDS: self._section.word_pane,
            MODELS: self._section.model_pane,
        }
        if kind in panes:
            self._show_pane()
            self._section.open_pane(panes[kind])

    def _show_pane(self) -> None:
        match self._kind:
            case "people":
                self._show_person()
            case "words":
                self._words.show(self._key)
            case "models":
                self._show_model()
            case _:
                pass

    # ------------------------------------------------------------------ people

    def _show_person(self) -> None:
        desk, person = self._desk, self._key
        wish = desk.world.staff.voice(person)
        may = person == desk.person or desk.may("staff.edit")
        name = person_name(desk.house, person)
        self._section.person_pane.display(name, wish, may=may)

    @Slot(object)
    def _on_wished(self, wish: VoiceSet) -> None:
        self._desk.run(SetVoice(event=wish))

    # ------------------------------------------------------------------ models

    def _show_model(self) -> None:
        care = self._care.state()
        model = next((m for m in care.models if m.name == self._key), None)
        if model is None:
            return
        state, words = model_words(model, care)
        busy = (care.fetched or 0.0) if care.fetching == model.name else None
        self._section.model_pane.display(model, state, words, model_act(model), busy)

    @Slot()
    def _on_lack_requested(self) -> None:
        view = present_lack(self._care.state(), language())
        if view is not None and view.model:
            self._care.download(view.model)

    @Slot()
    def _on_download_requested(self) -> None:
        self._care.download(self._key)

    @Slot()
    def _on_use_requested(self) -> None:
        self._care.use(self._key)

    @Slot()
    def _on_import_requested(self) -> None:
        dialog = file_dialog(self._section, tr("Quel modèle de voix ?"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Modèles Vosk (*.zip)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Takes a model in from a file; its name says its language."""
        name = Path(path).name.lower()
        self._care.bring(Path(path), "en" if "-en" in name else "fr")
