"""Matériel: devices with their health, the papers that wait and those that are done."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.devices import device_columns
from app.presenters.admin.jobs import job_columns, paper_columns
from app.presenters.admin.plugged import plugged_columns
from app.windows.admin.devices.controller import DevicesController
from app.windows.admin.devices.form import DeviceForm
from app.windows.admin.devices.job_pane import JobPane
from app.windows.admin.devices.papers_controller import JOBS, PAPERS
from app.windows.admin.devices.plugged_controller import PLUGGED, PluggedController
from app.windows.admin.devices.support_controller import SupportController
from app.windows.admin.form import act_menu
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.button import Button, IconButton
from widgets.choices import Choice, SegmentedButtons
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable

DEVICES = "devices"
_KINDS = (DEVICES, PLUGGED, JOBS, PAPERS)


class DevicesSection(ListSection):
    """Devices and the print queue.

    Signals:
        opened(str, str): kind (one of `_KINDS`) and id; "" for a new device.
        kind_shown: another list is on show.
        bulk_requested: what can be done to the waiting papers on show, all at once.
        bulk_decided(str): one of these acts.
    """

    opened = Signal(str, str)
    kind_shown = Signal()
    bulk_requested = Signal()
    bulk_decided = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self._doubts = 0
        self.new = Button(tr("Nouvel appareil"), icon="add")
        self.bulk = Button(tr("Tous à la fois…"), kind="tonal", icon="done_all")
        self.bulk.setVisible(False)
        self.seek = Button(
            tr("Chercher sur le réseau"), kind="tonal", icon="network_check"
        )
        self.seek.setVisible(False)
        self.support = IconButton(tr("Dossier d'assistance"), "download")
        self.head = Head(tr("Matériel"), (self.bulk, self.seek, self.support, self.new))
        self.kinds = SegmentedButtons(
            (
                Choice(DEVICES, tr("Appareils")),
                Choice(PLUGGED, tr("Branché ici")),
                Choice(JOBS, tr("File d'impression")),
                Choice(PAPERS, tr("Papiers sortis")),
            ),
            chosen=DEVICES,
            height=48,
            name=tr("Matériel"),
        )
        self.search = SearchField(tr("Nom, état, modèle"), height=48)
        self.devices = DataTable(device_columns(), name=tr("Appareils"), least=190)
        self.jobs = DataTable(job_columns(), name=tr("File d'impression"))
        self.jobs.show_nothing(
            tr("Rien n'attend"),
            tr("Un papier que l'imprimante n'a pas encore sorti s'affiche ici."),
        )
        self.papers = DataTable(paper_columns(), name=tr("Papiers sortis"))
        self.papers.show_nothing(
            tr("Aucun papier aujourd'hui"),
            tr("Ils restent ici jusqu'à la fin de la journée, puis sont effacés."),
        )
        self.plugged = DataTable(plugged_columns(), name=tr("Branché ici"))
        self.plugged.show_nothing(
            tr("Rien n'est branché"),
            tr("Une douchette, une imprimante USB, un port série s'affichent ici."),
        )
        self.tables = Lists(self.devices, self.plugged, self.jobs, self.papers)
        self.form, self.job_pane = DeviceForm(), JobPane()
        filters = (self.kinds, self.search)
        listing = ListPane(self.head, filters, self.tables, stretch=1)
        self.lay_out(listing, self.form, self.job_pane)
        self.controller = DevicesController(desk, board, self)
        PluggedController(desk, self)
        SupportController(desk, board, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.new.clicked.connect(self._on_new_clicked)
        self.devices.row_opened.connect(self._on_device_opened)
        self.jobs.row_opened.connect(self._on_job_opened)
        self.papers.row_opened.connect(self._on_paper_opened)
        self.plugged.row_opened.connect(self._on_plugged_opened)
        self.bulk.clicked.connect(self.bulk_requested)
        self.search.text_edited.connect(self._on_search_edited)
        for table in (self.devices, self.plugged, self.jobs, self.papers):
            table.search_requested.connect(self.search.setFocus)

    @property
    def kind(self) -> str:
        """Which list is on show."""
        return _KINDS[self.tables.currentIndex()]

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.controller.rest()

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Shows the devices, what is plugged in, the queue or what is done."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(_KINDS.index(kind))
        self.bulk.setVisible(kind == JOBS)
        self.seek.setVisible(kind == PLUGGED)
        self.new.setVisible(kind == DEVICES)
        self.close_pane()
        self.kind_shown.emit()

    def show_devices(self, devices: Sequence[Row]) -> None:
        """Other devices."""
        self.devices.set_rows(devices)
        self._show_note()

    def show_jobs(self, jobs: Sequence[Row], doubts: int) -> None:
        """Other waiting papers; `doubts` of them need a person."""
        self.jobs.set_rows(jobs)
        self._doubts = doubts
        self._show_note()

    def show_papers(self, papers: Sequence[Row]) -> None:
        """Other papers that are done."""
        self.papers.set_rows(papers)

    def jobs_shown(self) -> frozenset[str]:
        """Ids of the waiting papers that the search lets through."""
        model = self.jobs.model
        return frozenset(model.row_at(n).id for n in range(model.rowCount()))

    def show_bulk_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        """Asks which of these acts, (act, words), is done to the papers on show."""
        menu = act_menu(self, acts)
        menu.triggered.connect(self._on_bulk_triggered)
        menu.popup(self.bulk.mapToGlobal(self.bulk.rect().bottomLeft()))

    def _show_note(self) -> None:
        words = trn(self.devices.model.total, "{n} appareil", "{n} appareils")
        if self._doubts:
            words += " · " + trn(
                self._doubts, "{n} papier incertain", "{n} papiers incertains"
            )
        self.head.heading.show_words(tr("Matériel"), note=words)

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        for table in (self.devices, self.plugged, self.jobs, self.papers):
            table.filter_text(text)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.show_kind(DEVICES)
        self.opened.emit(DEVICES, "")

    @Slot(str)
    def _on_device_opened(self, device: str) -> None:
        self.opened.emit(DEVICES, device)

    @Slot(str)
    def _on_job_opened(self, job: str) -> None:
        self.opened.emit(JOBS, job)

    @Slot(str)
    def _on_paper_opened(self, job: str) -> None:
        self.opened.emit(PAPERS, job)

    @Slot(str)
    def _on_plugged_opened(self, address: str) -> None:
        self.opened.emit(PLUGGED, address)

    @Slot(QAction)
    def _on_bulk_triggered(self, action: QAction) -> None:
        self.bulk_decided.emit(str(action.data()))
