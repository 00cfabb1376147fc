"""Casques: who wears which, how people want them, words and models that hear them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.headsets import (
    LackView,
    headset_columns,
    model_columns,
    person_columns,
    word_columns,
)
from app.windows.admin.headsets.care_controller import HeadsetCareController
from app.windows.admin.headsets.controller import HeadsetsController
from app.windows.admin.headsets.form import HeadsetForm
from app.windows.admin.headsets.panes import ModelPane, PersonPane, WordPane
from app.windows.admin.headsets.trial_page import HeadsetTrialPage
from app.windows.admin.headsets.trials import HeadsetTrials
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.banner import Banner
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable

HEADSETS, PEOPLE, WORDS, MODELS = "headsets", "people", "words", "models"
TRIAL = "trial"
KINDS = (HEADSETS, PEOPLE, WORDS, MODELS, TRIAL)


class HeadsetsSection(ListSection):
    """The headsets of the house.

    Signals:
        opened(str, str): kind (one of `KINDS`) and id; "" for a new headset.
        kind_shown: another list is on show.
        lack_requested: the act that helps against what is missing.
        import_requested: a model is on a stick.
    """

    opened = Signal(str, str)
    kind_shown = Signal()
    lack_requested = Signal()
    import_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouveau casque"), icon="add")
        self.bring = Button(tr("Importer un modèle"), kind="tonal", icon="upload")
        self.bring.hide()
        self.head = Head(tr("Casques"), (self.bring, self.new))
        self.kinds = SegmentedButtons(
            (
                Choice(HEADSETS, tr("Casques")),
                Choice(PEOPLE, tr("Personnes")),
                Choice(WORDS, tr("Mots")),
                Choice(MODELS, tr("Modèles")),
                Choice(TRIAL, tr("Essai")),
            ),
            chosen=HEADSETS,
            height=48,
            name=tr("Casques"),
        )
        self.search = SearchField(tr("Nom, personne, mot"), height=48)
        self.headsets = DataTable(headset_columns(), name=tr("Casques"))
        self.headsets.show_nothing(
            tr("Aucun casque"),
            tr("Branchez un casque, puis ajoutez-le : il s'entend en salle."),
        )
        self.people = DataTable(person_columns(), name=tr("Personnes"))
        self.words = DataTable(word_columns(), name=tr("Mots"))
        self.words.show_nothing(
            tr("Tous les mots de la carte sont connus"),
            tr("Un plat dont le modèle ne connaît pas un mot s'affiche ici."),
        )
        self.models = DataTable(model_columns(), name=tr("Modèles"))
        self.trial = HeadsetTrialPage()
        self.tables = Lists(
            self.headsets, self.people, self.words, self.models, self.trial
        )
        self.form, self.person_pane = HeadsetForm(), PersonPane()
        self.word_pane, self.model_pane = WordPane(), ModelPane()
        filters = (self.kinds, self.search)
        listing = ListPane(self.head, filters, self.tables, stretch=1)
        self.lack = Banner("", kind="warning")
        self.lack.hide()
        listing.column.insertWidget(2, self.lack)
        self.lay_out(
            listing, self.form, self.person_pane, self.word_pane, self.model_pane
        )
        self.controller = HeadsetsController(desk, self)
        self.care = HeadsetCareController(desk, self)
        self.trials = HeadsetTrials(desk, self.trial)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.new.clicked.connect(self._on_new_clicked)
        self.bring.clicked.connect(self.import_requested)
        self.lack.act_requested.connect(self.lack_requested)
        self.search.text_edited.connect(self._on_search_edited)
        for table, slot in (
            (self.headsets, self._on_headset_opened),
            (self.people, self._on_person_opened),
            (self.words, self._on_word_opened),
            (self.models, self._on_model_opened),
        ):
            table.row_opened.connect(slot)
            table.search_requested.connect(self.search.setFocus)

    @property
    def kind(self) -> str:
        """Which list is on show."""
        return KINDS[self.tables.currentIndex()]

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)
        self.care.begin(argument)

    @override
    def leave(self) -> None:
        self.controller.rest()
        self.trials.rest()

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Shows headsets, people, words or models."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(KINDS.index(kind))
        self.new.setVisible(kind == HEADSETS)
        self.bring.setVisible(kind == MODELS)
        self.search.setEnabled(kind != TRIAL)
        if kind == TRIAL:
            self.trials.begin()
        else:
            self.trials.rest()
        self.close_pane()
        self.kind_shown.emit()

    def show_note(self, words: str) -> None:
        """Beside the title."""
        self.head.heading.show_words(tr("Casques"), note=words)

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Other rows of a list."""
        tables = (self.headsets, self.people, self.words, self.models)
        tables[KINDS.index(kind)].set_rows(rows)

    def show_lack(self, view: LackView | None) -> None:
        """What is missing before anybody is heard, over the lists."""
        self.lack.setVisible(view is not None)
        if view is None:
            return
        self.lack.show_text(view.text)
        act = self.lack.act
        act.setHidden(not view.act and view.busy is None)
        if view.busy is None:
            act.set_done()
            act.set_words(view.act)
        else:
            act.set_words(tr("Téléchargement"))
            act.set_busy(fraction=view.busy)

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        for table in (self.headsets, self.people, self.words, self.models):
            table.filter_text(text)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit(HEADSETS, "")

    @Slot(str)
    def _on_headset_opened(self, key: str) -> None:
        self.opened.emit(HEADSETS, key)

    @Slot(str)
    def _on_person_opened(self, key: str) -> None:
        self.opened.emit(PEOPLE, key)

    @Slot(str)
    def _on_word_opened(self, key: str) -> None:
        self.opened.emit(WORDS, key)

    @Slot(str)
    def _on_model_opened(self, key: str) -> None:
        self.opened.emit(MODELS, key)
