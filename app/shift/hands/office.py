"""The back office: a manager takes on extra waiters, looks a receipt up and gives back
what a guest returned."""

from PySide6.QtCore import Qt

from app.domain.payments.events import PaymentUnknown
from app.domain.receipts.events import ReceiptRefunded
from app.domain.staff.events import StaffSet
from app.shift.finger import Stuck
from app.shift.hands.login import MANAGER, LoginHand
from app.shift.stage import Stage
from app.windows.admin.money.documents import DocumentsSection
from app.windows.admin.money.refund_card import RefundCardSheet
from app.windows.admin.money.refund_sheet import RefundSheet
from app.windows.admin.page import AdminPage
from app.windows.admin.team.page import TeamSection
from hardware.terminals.customer import Behaviour
from widgets.button import IconButton
from widgets.dialog import Dialog

WINDOW = "admin"
CARD_S = 30.0


class OfficeHand:
    """A manager in a window of their own."""

    def __init__(self, stage: Stage, login: LoginHand) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login

    def come(self, section: str = "documents") -> None:
        """Opens the window and turns it to a section."""
        self._stage.open_window(WINDOW)
        self._login.be(WINDOW, MANAGER)
        page = self._stage.page(WINDOW)
        assert isinstance(page, AdminPage)
        self._finger.tap(page.nav.item_widget(section))

    def go(self) -> None:
        """Closes the window."""
        self._stage.close_window(WINDOW)

    def hire(self, name: str, pin: str) -> str:
        """Takes on an extra waiter, at *Équipe*; who they are from now on."""
        since = len(self._stage.facts)
        page = self._stage.page(WINDOW)
        section = page.section if isinstance(page, AdminPage) else None
        if not isinstance(section, TeamSection):
            raise Stuck("the team is not on show")
        self._finger.tap(section.new)
        form = section.person_form
        for field, words in ((form.name, name), (form.pin, pin)):
            self._finger.tap(field.edit)
            self._finger.type(form, words)
        form.role.setFocus(Qt.FocusReason.TabFocusReason)
        self._finger.type(form, "S")  # Salle
        self._finger.tap(form.save)
        hired = self._stage.wait_for(StaffSet, since).id
        self._login.pins[hired] = pin
        return hired

    def refund(
        self, receipt: str, number: str, customer: Behaviour | None = None
    ) -> ReceiptRefunded:
        """Gives one piece of the first line of a receipt back, as it was paid.

        Args:
            customer: what happens at the terminal when it was paid with a card; when
                its answer is lost, it is asked again.
        """
        if customer is not None:
            for terminal in self._stage.suite.devices.simulated_terminals.values():
                terminal.script(customer)
        since = len(self._stage.facts)
        self._ask_refund(receipt, number)
        self._finger.until(
            lambda: (
                self._stage.written(PaymentUnknown, since)
                or self._stage.written(ReceiptRefunded, since)
            ),
            f"{number} is not refunded",
            patience_s=CARD_S,
        )
        if self._stage.written(PaymentUnknown, since):
            sheet = self._finger.find(self._section, RefundCardSheet)
            self._finger.tap(sheet.notice.acts["ask_again"])
        return self._stage.wait_for(ReceiptRefunded, since, patience_s=CARD_S)

    def _ask_refund(self, receipt: str, number: str) -> None:
        section = self._section
        self._look_up(receipt, number)
        self._finger.tap(section.pane.refund)
        sheet = self._finger.find(section, RefundSheet)
        first = next(iter(sheet.steppers.values()))
        self._finger.tap(first.findChildren(IconButton)[1])
        self._finger.tap(sheet.reasons[0])
        self._finger.tap(sheet.confirm)
        self._finger.tap(self._finger.find(sheet, Dialog).card.act)

    @property
    def _section(self) -> DocumentsSection:
        page = self._stage.page(WINDOW)
        section = page.section if isinstance(page, AdminPage) else None
        if not isinstance(section, DocumentsSection):
            raise Stuck("the documents are not on show")
        return section

    def _look_up(self, receipt: str, number: str) -> None:
        """Searches a receipt by its number and opens it."""
        section = self._section
        self._finger.tap(section.search.edit)
        self._finger.type(section, number)
        table = section.table
        self._finger.until(
            lambda: (table.model.number_of(receipt), table.model.rowCount()) == (0, 1),
            f"{number} is not found",
        )
        index = table.model.index(0, 0)
        self._finger.tap_item(table.view, lambda: table.view.visualRect(index), number)
        self._finger.until(lambda: section.split.side_shown, f"{number} does not open")
