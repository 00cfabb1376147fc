"""The back office: its own menu at the left, one section at a time beside it.

Places: "" (Journée), "articles", "kitchen", "presets", "prices", "floor", "stock", "team",
"documents", "credits", "invoices", "reconcile", "sites", "devices", "headsets", "network",
"programs", "closings", "journal", "settings", each with an argument after a colon
("articles:entrecote"). A person sees the sections that their rights open.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from app.presenters.admin.control import notice_of
from app.presenters.admin.reconcile import matters
from app.presenters.admin.words import menu_word
from app.presenters.people import present_person
from app.windows.admin.section import Section
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.page import Page
from resources.texts import tr
from widgets.button import Button
from widgets.card import Pane
from widgets.empty_state import EmptyState
from widgets.nav import AdminNav, NavItem

_NARROW = 1100
_BACK = "pos"
_UNKNOWN = "unknown"
_RECONCILE, _SITES = "reconcile", "sites"
"""They stand in the menu while there is something in them, or they are on show."""


@dataclass(frozen=True, slots=True)
class Place:
    """A section: where its widget is, and the rights any of which open it."""

    key: str
    text: str
    icon: str
    module: str
    rights: tuple[str, ...] = ()


def places() -> tuple[Place, ...]:
    """The sections in the order of the menu; the last stands at its foot."""
    return (
        Place("", tr("Journée"), "monitoring", "day.page.DaySection", ("till.report",)),
        Place(
            "articles",
            menu_word(),
            "menu_book",
            "card.articles.ArticlesSection",
            ("catalogue.edit", "catalogue.availability"),
        ),
        Place(
            "kitchen",
            tr("Cuisine"),
            "soup_kitchen",
            "kitchen.page.KitchenSection",
            ("catalogue.edit",),
        ),
        Place(
            "presets",
            tr("Service"),
            "takeout_dining",
            "service.presets.PresetsSection",
            ("catalogue.edit",),
        ),
        Place(
            "prices",
            tr("Tarifs"),
            "price_change",
            "card.prices.PricesSection",
            ("catalogue.edit",),
        ),
        Place(
            "floor",
            tr("Salle"),
            "table_restaurant",
            "floor.page.FloorSection",
            ("catalogue.edit",),
        ),
        Place(
            "stock",
            tr("Stock"),
            "inventory_2",
            "stock.page.StockSection",
            ("stock.move", "stock.edit"),
        ),
        Place("team", tr("Équipe"), "groups", "team.page.TeamSection", ("staff.edit",)),
        Place(
            "tips",
            tr("Pourboires"),
            "savings",
            "money.tips.TipsSection",
            ("staff.edit",),
        ),
        Place(
            "documents",
            tr("Documents"),
            "receipt_long",
            "money.documents.DocumentsSection",
            ("payment.take", "payment.refund"),
        ),
        Place(
            "credits",
            tr("Bons"),
            "redeem",
            "money.credits.CreditsSection",
            ("credit.edit", "payment.account"),
        ),
        Place(
            "invoices",
            tr("Facturation"),
            "request_quote",
            "money.invoices.InvoicesSection",
            ("payment.refund", "journal.read"),
        ),
        Place(
            _RECONCILE,
            tr("À réconcilier"),
            "rule",
            "network.reconcile.ReconcileSection",
            ("payment.refund", "order.void_sent"),
        ),
        Place(
            _SITES,
            tr("Sites"),
            "storefront",
            "network.sites.SitesSection",
            ("till.report",),
        ),
        Place("devices", tr("Matériel"), "devices", "devices.page.DevicesSection"),
        Place(
            "headsets",
            tr("Casques"),
            "headset_mic",
            "headsets.page.HeadsetsSection",
            ("device.edit",),
        ),
        Place(
            "network",
            tr("Terminaux"),
            "hub",
            "network.page.NetworkSection",
            ("device.edit",),
        ),
        Place(
            "programs",
            tr("Intégrations"),
            "lan",
            "network.programs.ProgramsSection",
            ("device.edit",),
        ),
        Place(
            "closings",
            tr("Clôtures"),
            "event_available",
            "money.closings.ClosingsSection",
            ("till.close", "journal.read"),
        ),
        Place(
            "journal",
            tr("Journal"),
            "verified_user",
            "fiscal.journal.JournalSection",
            ("journal.read",),
        ),
        Place(
            "fiscal",
            tr("Fiscal"),
            "account_balance",
            "fiscal.page.FiscalSection",
            ("journal.read",),
        ),
        Place(
            "settings",
            tr("Réglages"),
            "settings",
            "settings.SettingsSection",
            ("device.edit",),
        ),
    )


class AdminPage(Page):
    """The menu and the section on show."""

    key: ClassVar[str] = "admin"
    rail: ClassVar[bool] = False

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self._places = {place.key: place for place in places()}
        self._sections: dict[str, Section] = {}
        self._shown = _UNKNOWN
        *items, last = (NavItem(p.key, p.text, p.icon) for p in self._places.values())
        self.nav = AdminNav(
            items, last=(NavItem(_BACK, tr("Caisse"), "point_of_sale"), last)
        )
        self.stack = QStackedWidget()
        self.closed_pane = self._build_closed()
        self.stack.addWidget(self.closed_pane)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.nav)
        line.addWidget(self.stack, 1)
        self._connect_signals()
        self._show_person()

    def _build_closed(self) -> QWidget:
        self._other = Button(tr("Changer de personne"), kind="filled")
        pane = Pane(tone="surface_low")
        column = QHBoxLayout(pane)
        column.addWidget(
            EmptyState(
                tr("Cette partie est réservée"),
                tr("Une personne qui en a le droit doit prendre cette fenêtre."),
                act=self._other,
            )
        )
        return pane

    def _connect_signals(self) -> None:
        self.nav.chosen.connect(self._on_nav_chosen)
        self.nav.user_requested.connect(self.desk.menu_requested)
        self._other.clicked.connect(self.desk.menu_requested)
        self.desk.person_changed.connect(self._on_person_changed)
        self.desk.changed.connect(self._on_changed)
        self.board.changed.connect(self._show_badges)

    @property
    @override
    def beside(self) -> int:
        return self.nav.width()

    @property
    def section(self) -> Section | None:
        """What is on show beside the menu; None when the person may see nothing."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Section) else None

    @property
    @override
    def here(self) -> str:
        return self._shown

    @override
    def show_place(self, argument: str) -> None:
        key, _, rest = argument.partition(":")
        if key not in self._places or not self._may(key):
            key = next((other for other in self._places if self._may(other)), "")
            rest = ""
        if self.section is not None and key != self._shown:
            self.section.leave()
        self._shown = key
        self.nav.choose(key)
        self._show_person()
        if not self._may(key):
            self.stack.setCurrentWidget(self.closed_pane)
            return
        section = self._section(key)
        self.stack.setCurrentWidget(section)
        self._fit_nav()
        section.show_place(rest)
        section.setFocus()

    @override
    def leave(self) -> None:
        if self.section is not None:
            self.section.leave()

    @override
    def show_help(self) -> None:
        keys = (
            ("↑ ↓", tr("Parcourir la liste")),
            ("↵", tr("Ouvrir la ligne")),
            ("/", tr("Chercher")),
            ("Ctrl S", tr("Enregistrer le formulaire")),
        )
        self.open_help(keys)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        section = self.section
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif section is None or not section.go_back():
            self.desk.go(_BACK)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._fit_nav()

    def _section(self, key: str) -> Section:
        if key not in self._sections:
            name, _, cls = self._places[key].module.rpartition(".")
            module = import_module(f"app.windows.admin.{name}")
            made = getattr(module, cls)(self.desk, self.board)
            if not isinstance(made, Section):
                raise TypeError(f"{cls} is no section")
            self._sections[key] = made
            self.stack.addWidget(made)
        return self._sections[key]

    def _may(self, key: str) -> bool:
        rights = self._places[key].rights
        return not rights or any(self.desk.may(right) for right in rights)

    def _fit_nav(self) -> None:
        section = self.section
        wide = section.nav_width if section is not None else 208
        self.nav.setFixedWidth(176 if self.width() < _NARROW else wide)

    def _show_person(self) -> None:
        person = self.desk.person
        for key in self._places:
            if key not in (_RECONCILE, _SITES):
                self.nav.item_widget(key).setVisible(self._may(key))
        self._show_badges()
        if not person:
            return
        view = present_person(self.desk.house, person)
        staff = self.desk.world.staff
        found = staff.people.get(person)
        role = staff.roles.get(found.role) if found else None
        words = role.name if role else ""
        self.nav.show_person(view.initials, tone=view.tone, name=view.name, role=words)

    @Slot()
    def _show_badges(self) -> None:
        self.nav.set_badge("devices", len(self.board.doubtful_jobs()))
        count = len(matters(self.desk.world))
        self.nav.set_badge(_RECONCILE, count)
        for key, full in (
            (_RECONCILE, count > 0),
            (_SITES, bool(self.desk.world.terminals.sites)),
        ):
            wanted = self._may(key) and (full or self._shown == key)
            self.nav.item_widget(key).setVisible(wanted)
        today = self.desk.house.clock().date().isoformat()
        self.nav.set_badge("fiscal", int(notice_of(self.desk.house, today) is not None))
        self.nav.set_badge("stock", len(self.desk.world.inventory.alerts()))

    @Slot(str)
    def _on_nav_chosen(self, key: str) -> None:
        if key == _BACK:
            self.nav.choose(self._shown)
            self.desk.go(_BACK)
        else:
            self.show_place(key)

    @Slot(str)
    def _on_person_changed(self, person: str) -> None:
        self._show_person()
        if person and self.isVisible():
            self.show_place(self._shown)

    @Slot(object)
    def _on_changed(self, facts: object) -> None:
        if self.isVisible():
            self._show_person()
