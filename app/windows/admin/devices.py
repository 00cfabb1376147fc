"""Matériel: devices with their health, and the papers that wait to be printed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin_devices import device_columns
from app.presenters.admin_jobs import job_columns
from app.windows.admin.device_form import DeviceForm
from app.windows.admin.devices_controller import DevicesController
from app.windows.admin.job_pane import JobPane
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable

DEVICES, JOBS = "devices", "jobs"


class DevicesSection(ListSection):
    """Devices and the print queue.

    Signals:
        opened(str, str): kind (DEVICES or JOBS) and id; "" for a new device.
    """

    opened = Signal(str, str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouvel appareil"), icon="add")
        self.head = Head(tr("Matériel"), (self.new,))
        self.kinds = SegmentedButtons(
            (Choice(DEVICES, tr("Appareils")), Choice(JOBS, tr("File d'impression"))),
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
        self.tables = Lists(self.devices, self.jobs)
        self.form, self.job_pane = DeviceForm(), JobPane()
        filters = (self.kinds, self.search)
        listing = ListPane(self.head, filters, self.tables, stretch=1)
        self.lay_out(listing, self.form, self.job_pane)
        self.controller = DevicesController(desk, board, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.new.clicked.connect(self._on_new_clicked)
        self.devices.row_opened.connect(self._on_device_opened)
        self.jobs.row_opened.connect(self._on_job_opened)
        self.search.text_edited.connect(self._on_search_edited)
        for table in (self.devices, self.jobs):
            table.search_requested.connect(self.search.setFocus)

    @property
    def kind(self) -> str:
        """Which list is on show."""
        return JOBS if self.tables.currentWidget() is self.jobs else DEVICES

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.controller.rest()

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Shows the devices or the queue."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(int(kind == JOBS))
        self.close_pane()

    def show_rows(
        self, devices: Sequence[Row], jobs: Sequence[Row], doubts: int
    ) -> None:
        """Other devices and papers; `doubts` of them need a person."""
        self.devices.set_rows(devices)
        self.jobs.set_rows(jobs)
        words = trn(len(devices), "{n} appareil", "{n} appareils")
        if doubts:
            words += " · " + trn(
                doubts, "{n} papier incertain", "{n} papiers incertains"
            )
        self.head.heading.show_words(tr("Matériel"), note=words)

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        self.devices.filter_text(text)
        self.jobs.filter_text(text)

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
