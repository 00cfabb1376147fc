"""Sets the services and the rules of reservations."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.reservations.commands import SetService
from app.domain.reservations.events import ServiceSet
from app.domain.rules import SetSetting
from app.presenters.admin.services import rule_values, rules_typed, service_rows
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.desk import Desk
from app.windows.reservations.service_sheets import ServiceSheet, ServicesSheet
from resources.texts import tr
from widgets.overlay import Overlay

_NOON, _TWO = 12 * 60, 14 * 60


class ServiceDesk(QObject):
    """One page's services.

    Args:
        show: opens a sheet in the place of the one that is open.
    """

    def __init__(
        self, desk: Desk, host: QWidget, show: Callable[[Overlay], None]
    ) -> None:
        super().__init__(host)
        self._desk, self._host, self._show = desk, host, show

    @Slot()
    def open(self) -> None:
        """Shows all of them."""
        world = self._desk.world
        values = rule_values(world.settings)
        sheet = ServicesSheet(self._host, service_rows(world), values)
        sheet.service_chosen.connect(self._on_service_chosen)
        sheet.rules_given.connect(self._on_rules_given)
        self._show(sheet)

    @Slot(str)
    def _on_service_chosen(self, service: str) -> None:
        known = self._desk.world.reservations.services.get(service)
        shown = known or ServiceSet(id=new_id(), name="", start=_NOON, end=_TWO)
        sheet = ServiceSheet(self._host, shown)
        sheet.confirmed.connect(self._on_confirmed)
        self._show(sheet)

    @Slot(object)
    def _on_confirmed(self, service: ServiceSet) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("{name} enregistré", name=service.name))
            self.open()

        self._desk.run(SetService(event=service), done)

    @Slot(object)
    def _on_rules_given(self, typed: Mapping[str, str]) -> None:
        values, errors = rules_typed(typed)
        sheet = self.sender()
        if isinstance(sheet, ServicesSheet):
            sheet.show_errors(errors)
        if errors:
            return
        settings = self._desk.world.settings
        changed = {k: value for k, value in values.items() if value != settings.text(k)}
        for key, value in changed.items():
            if not self._desk.run(SetSetting(key=key, value=value)):
                return
        if changed:
            self._desk.say(tr("Règles enregistrées"))
