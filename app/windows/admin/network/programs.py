"""Intégrations: keys of programs, and the webhooks that tell them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.programs import key_columns, webhook_columns
from app.windows.admin.network.program_panes import KeyPane, NewKeyForm, WebhookPane
from app.windows.admin.network.programs_controller import ProgramsController
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.empty_state import EmptyState
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable

KEYS, WEBHOOKS = "keys", "webhooks"


class ProgramsSection(ListSection):
    """Programs of others.

    Signals:
        opened(str, str): kind (KEYS or WEBHOOKS) and id; "" for a new key.
    """

    opened = Signal(str, str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self._kind = KEYS
        self.new = Button(tr("Nouvelle clé"), icon="add")
        self.head = Head(tr("Intégrations"), (self.new,))
        self.kinds = SegmentedButtons(
            (Choice(KEYS, tr("Clés")), Choice(WEBHOOKS, tr("Webhooks"))),
            chosen=KEYS,
            height=48,
            name=tr("Intégrations"),
        )
        self.search = SearchField(tr("Programme, adresse, état"), height=48)
        self.keys = DataTable(key_columns(), name=tr("Clés"), least=200)
        self.webhooks = DataTable(webhook_columns(), name=tr("Webhooks"), least=200)
        self.no_keys = EmptyState(
            tr("Aucun programme"),
            tr(
                "Une clé ouvre à un site, une application ou un livreur ce qu'il lui faut."
            ),
        )
        self.no_webhooks = EmptyState(
            tr("Aucun webhook"),
            tr("Un programme en demande un avec sa clé, ou sur la page /developers."),
        )
        self.lists = Lists(self.keys, self.webhooks, self.no_keys, self.no_webhooks)
        self.form, self.key, self.webhook = NewKeyForm(), KeyPane(), WebhookPane()
        filters = (self.kinds, self.search)
        listing = ListPane(self.head, filters, self.lists, stretch=1)
        self.lay_out(listing, self.form, self.key, self.webhook)
        self.controller = ProgramsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.lists)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.new.clicked.connect(self._on_new_clicked)
        self.keys.row_opened.connect(self._on_key_opened)
        self.webhooks.row_opened.connect(self._on_webhook_opened)
        self.search.text_edited.connect(self._on_search_edited)
        for table in (self.keys, self.webhooks):
            table.search_requested.connect(self.search.setFocus)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.close_pane()
        self.controller.rest()

    def show_rows(
        self, keys: Sequence[Row], webhooks: Sequence[Row], console: str
    ) -> None:
        """Other keys and webhooks; `console` says where developers find theirs."""
        self.keys.set_rows(keys)
        self.webhooks.set_rows(webhooks)
        if self._kind == WEBHOOKS:
            shown: QWidget = self.webhooks if webhooks else self.no_webhooks
            words = trn(len(webhooks), "{n} webhook", "{n} webhooks")
        else:
            shown = self.keys if keys else self.no_keys
            words = trn(len(keys), "{n} clé", "{n} clés")
        self.lists.setCurrentWidget(shown)
        note = words if keys or webhooks else ""
        self.head.heading.show_words(tr("Intégrations"), note=note, subtitle=console)

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Shows the keys or the webhooks."""
        self._kind = kind
        self.kinds.choose(kind)
        self.close_pane()
        self.controller.refresh()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit(KEYS, "")

    @Slot(str)
    def _on_key_opened(self, key: str) -> None:
        self.opened.emit(KEYS, key)

    @Slot(str)
    def _on_webhook_opened(self, webhook: str) -> None:
        self.opened.emit(WEBHOOKS, webhook)

    @Slot(str)
    def _on_search_edited(self, words: str) -> None:
        for table in (self.keys, self.webhooks):
            table.filter_text(words)
