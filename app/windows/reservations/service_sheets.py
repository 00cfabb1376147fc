"""Sheets of a manager: the services that take reservations, and the house's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.domain.reservations.availability import time_of
from app.domain.reservations.events import ServiceSet
from app.presenters.admin.services import rules, weekday_names
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.chip import Chip
from widgets.date_time_picker import TimeField
from widgets.field import TextField
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet
from widgets.stepper import Stepper
from widgets.switch import Switch
from widgets.text import Label

_MOST, _DAYS = 999, 4


class ServicesSheet(SideSheet):
    """The services, and the rules under them.

    Signals:
        service_chosen(str): a service; "" for a new one.
        rules_given(object): key -> value of every rule, as typed.
    """

    service_chosen = Signal(str)
    rules_given = Signal(object)

    def __init__(
        self,
        host: QWidget,
        services: Sequence[tuple[str, RowView]],
        values: Mapping[str, str],
    ) -> None:
        super().__init__(
            host, tr("Services et règles"), tr("Quand et comment la maison réserve")
        )
        self.rows: list[ListRow] = []
        self.rules: dict[str, TextField] = {}
        body = self.sheet.body
        body.setSpacing(0)
        for service, view in services:
            row = ListRow(view, padding=0, chevron=True)
            row.setProperty("service", service)
            row.clicked.connect(self._on_row_clicked)
            self.rows.append(row)
            body.addWidget(row)
        body.addSpacing(theme.SPACE.s)
        self.new = Button(tr("Ajouter un service"), kind="tonal", height=64, icon="add")
        self.new.clicked.connect(self._on_new_clicked)
        body.addWidget(self.new)
        body.addSpacing(theme.SPACE.l)
        body.addWidget(SectionHeader(tr("Règles")))
        body.addSpacing(theme.SPACE.s)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.m)
        for number, rule in enumerate(rules()):
            field = TextField(
                rule.text,
                text=values[rule.key],
                suffix=rule.unit,
                help_text=rule.help,
                with_help=bool(rule.help),
            )
            self.rules[rule.key] = field
            line, column = divmod(number, 2)
            if rule.help:  # as wide as both, under them
                grid.addWidget(field, line + 1, 0, 1, 2)
            else:
                grid.addWidget(field, line, column)
        body.addLayout(grid)
        body.addStretch(1)
        self.save = Button(tr("Enregistrer les règles"), height=64, icon="check")
        self.save.clicked.connect(self._on_save_clicked)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.save)
        self.sheet.set_foot_shown(shown=True)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Says at each rule what is wrong with it."""
        for key, field in self.rules.items():
            field.show_error(errors.get(key, ""))

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.service_chosen.emit(str(sender.property("service")))

    @Slot()
    def _on_new_clicked(self) -> None:
        self.service_chosen.emit("")

    @Slot()
    def _on_save_clicked(self) -> None:
        typed = {key: field.text.strip() for key, field in self.rules.items()}
        self.rules_given.emit(typed)


class ServiceSheet(SideSheet):
    """One service: its name, its first and last arrival, its days, its covers.

    Signals:
        confirmed(object): the `ServiceSet` as it stands in the form.
    """

    confirmed = Signal(object)

    def __init__(self, host: QWidget, service: ServiceSet) -> None:
        super().__init__(host, service.name or tr("Nouveau service"))
        self._service = service
        self.name = TextField(tr("Nom"), text=service.name, height=64)
        self.first, self.last = (
            TimeField(words, time.fromisoformat(time_of(minute)), height=64)
            for words, minute in (
                (tr("Première arrivée"), service.start),
                (tr("Dernière arrivée"), service.end),
            )
        )
        self.days = [
            Chip(name, height=64, chosen=day in (service.weekdays or range(7)))
            for day, name in enumerate(weekday_names())
        ]
        self.covers = Stepper(
            service.covers, most=_MOST, name=tr("Couverts"), unit=tr("couverts")
        )
        self.active = Switch(tr("Prend des réservations"), on=service.active)
        body = self.sheet.body
        body.setSpacing(theme.SPACE.s)
        body.addWidget(self.name)
        body.addLayout(_in_row(self.first, self.last))
        week = QGridLayout()
        week.setSpacing(theme.TOUCH.gap)
        for day, chip in enumerate(self.days):
            week.addWidget(chip, day // _DAYS, day % _DAYS)
        body.addLayout(week)
        body.addSpacing(theme.SPACE.s)
        body.addWidget(self.covers)
        words = tr("Au plus à la fois ; 0 : autant que de places en salle.")
        body.addWidget(Label(words, style="label", role="on_var", wrap=True))
        body.addWidget(self.active)
        body.addStretch(1)
        self.confirm = Button(tr("Enregistrer"), height=64, icon="check", wide=True)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)

    @property
    def service(self) -> ServiceSet:
        """What stands in the form; every day is written as none."""
        days = tuple(day for day, chip in enumerate(self.days) if chip.chosen)
        return replace(
            self._service,
            name=self.name.text.strip(),
            start=_minute(self.first.moment),
            end=_minute(self.last.moment),
            weekdays=() if len(days) == len(self.days) else days,
            covers=self.covers.value,
            active=self.active.isChecked() and bool(days),
        )

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self.confirmed.emit(self.service)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _in_row(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.TOUCH.gap)
    for widget in widgets:
        line.addWidget(widget, 1)
    return line
