"""What is given back of a receipt: lines, why, what becomes of them, how; then the fiscal
question."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.credits.state import MOVING, OF_SITES
from app.domain.payments.commands import RefundReceipt
from app.domain.payments.decide import returned_so_far
from app.domain.payments.events import PaymentCompleted, RefundRequested
from app.domain.receipts.compose import heads
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded, total_of
from app.presenters.admin.drafts import with_field
from app.presenters.admin.refund import (
    REASONS,
    RefundDraft,
    RefundLine,
    RefundView,
    besides_left,
    everything,
    present_refund,
    refund_command,
)
from app.projections.queries import refunds_of
from app.services.facts import facts_of
from app.services.house import Fact, House
from app.windows.admin.money.disposed_row import DisposedRow
from app.windows.desk import Desk
from resources.texts import price, tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.chip import Chip
from widgets.dialog import Dialog
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.sheet import SideSheet
from widgets.stepper import Stepper
from widgets.text import Label

_OF_CREDITS = (*MOVING, *OF_SITES)


class RefundSheet(SideSheet):
    """One refund, from the choice of its lines to the signed document.

    Signals:
        refunded(str): id of the refund document.
        asked(refund, command): a card terminal was asked for it first.
    """

    refunded = Signal(str)
    asked = Signal(object, object)

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        original: ReceiptIssued,
        number: str,
        returned: Mapping[int, int],
    ) -> None:
        title = tr("Rembourser {number}", number=number)
        super().__init__(host, title, price(total_of(original)))
        self._desk, self._original, self._number = desk, original, number
        self._returned = dict(returned)
        self._took = _took(desk.house, original)
        self._draft = RefundDraft()
        self.steppers: dict[int, Stepper] = {}
        self._steps: dict[int, int] = {}
        self._details: dict[int, Label] = {}
        view = self._view()
        body = self.sheet.body
        # Rows come as lines are chosen: what the finger is on stays under it.
        self.sheet.pane.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.problem = Banner(view.problem, kind="warning")
        self.problem.setVisible(bool(view.problem))
        body.addWidget(self.problem)
        self.all_button = Button(tr("Tout rembourser"), kind="tonal", icon="select_all")
        head = SectionHeader(tr("Lignes"), trailing=self.all_button)
        body.addWidget(head)
        for line in view.lines:
            body.addLayout(self._line(line))
        self._build_reason(body)
        self._build_disposed(body, view)
        body.addWidget(SectionHeader(tr("Comment l'argent est rendu")))
        flow = FlowLayout()
        self.methods: dict[str, Chip] = {}
        for way in view.methods:  # as many as there are terminals, and more
            chip = Chip(way.text, icon=way.icon, height=48, togglable=False)
            chip.setProperty("method", way.key)
            chip.clicked.connect(self._on_method_clicked)
            self.methods[way.key] = chip
            flow.addWidget(chip)
        body.addLayout(flow)
        body.addSpacing(theme.SPACE.s)
        self.slip = TextField(
            tr("Numéro du ticket du TPE"),
            height=48,
            help_text=tr("Remboursez d'abord sur le TPE, puis recopiez son numéro."),
        )
        body.addWidget(self.slip)
        body.addStretch(1)
        self.missing = Label(style="label", role="on_var", wrap=True)
        self.confirm = Button("", height=64, icon="assignment_return", wide=True)
        self.sheet.foot.addWidget(self.missing, 1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self._dialog: Dialog | None = None
        self._command: RefundReceipt | None = None
        self._connect_signals()
        self._show()

    def choose(self, lines: Collection[str], reason: str = "") -> None:
        """Chooses all that is left of these lines, and a reason that is known."""
        left = everything(self._original, self._returned)
        named = [line.id for line in heads(self._original)]
        chosen = {n: milli for n, milli in left.items() if named[n] in lines}
        if chosen:
            self._set("back", chosen)
        if reason:
            self._set("reason", tr(reason))

    def _build_reason(self, body: QVBoxLayout) -> None:
        body.addSpacing(theme.SPACE.m)
        body.addWidget(SectionHeader(tr("Pourquoi")))
        flow = FlowLayout()
        self.reasons: list[Chip] = []
        for reason in REASONS:
            chip = Chip(tr(reason), height=48, togglable=False)
            chip.clicked.connect(self._on_reason_clicked)
            self.reasons.append(chip)
            flow.addWidget(chip)
        body.addLayout(flow)
        self.reason = TextField(height=48, placeholder=tr("Autre raison"))
        body.addWidget(self.reason)

    def _build_disposed(self, body: QVBoxLayout, view: RefundView) -> None:
        """A row for each line, on show once the line is chosen."""
        self.disposed: dict[int, DisposedRow] = {}
        self._disposed = QWidget()
        column = QVBoxLayout(self._disposed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SectionHeader(tr("Ce que deviennent les articles")))
        articles = len(heads(self._original))
        for line in (line for line in view.lines if line.number < articles):
            row = DisposedRow(line.number, line.label)
            row.disposed.connect(self._on_disposed)
            row.explained.connect(self._on_explained)
            self.disposed[line.number] = row
            column.addWidget(row)
        body.addWidget(self._disposed)

    def _line(self, line: RefundLine) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(line.label, style="body_strong", wrap=True))
        detail = Label(line.detail, style="label", role="on_var")
        words.addWidget(detail)
        self._details[line.number] = detail
        stepper = Stepper(0, most=line.most, name=line.label, size=48)
        stepper.setProperty("line", line.number)
        stepper.value_changed.connect(self._on_stepper_changed)
        self.steppers[line.number] = stepper
        self._steps[line.number] = line.step
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(stepper)
        return row

    def _connect_signals(self) -> None:
        self.all_button.clicked.connect(self._on_all_clicked)
        self.slip.text_edited.connect(self._on_slip_edited)
        self.reason.text_edited.connect(self._on_reason_edited)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.closed.connect(self.deleteLater)
        self._desk.changed.connect(self._on_changed)

    def _view(self) -> RefundView:
        return present_refund(
            self._desk.world,
            self._desk.house.terminal,
            self._original,
            self._returned,
            self._draft,
            took=self._took,
        )

    def _show(self) -> None:
        view = self._view()
        left = {line.number: line for line in view.lines}
        for number, stepper in self.steppers.items():
            line = left.get(number)
            stepper.set_bounds(0, line.most if line else 0)
            stepper.set_value(line.pieces if line else 0)
            words = line.detail if line else tr("déjà remboursé")
            self._details[number].show_text(words)
        self.slip.setVisible(view.needs_slip)
        self.confirm.set_words(tr("Rembourser {amount}", amount=view.total_text))
        self.confirm.setEnabled(not (view.problem or view.missing))
        self.missing.show_text(view.missing)
        for chip in self.reasons:
            chip.set_chosen(chosen=chip.text_shown == self._draft.reason)
        for key, way in self.methods.items():
            way.set_chosen(chosen=key == view.method)
        chosen = {line.number: line for line in view.disposed}
        self._disposed.setVisible(bool(chosen))
        for number, row in self.disposed.items():
            row.setVisible(number in chosen)
            if number in chosen:
                said, why = chosen[number].disposition, chosen[number].reason
                row.display(said or "", why, alone=len(chosen) == 1)

    def _set(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show()

    @Slot(int)
    def _on_stepper_changed(self, value: int) -> None:
        sender = self.sender()
        if sender is not None:
            line = int(sender.property("line"))
            back = {k: v for k, v in self._draft.back.items() if k != line}
            if value:
                back[line] = value * self._steps[line]
            self._set("back", back)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        """Another till gave some of it back meanwhile, or a voucher that it sold was spent:
        no more than what is left."""
        name, events = self._original.receipt, [fact.event for fact in facts]
        if self._original.beside and any(isinstance(e, _OF_CREDITS) for e in events):
            self._show()
        if not any(isinstance(e, ReceiptRefunded) and e.of == name for e in events):
            return
        with self._desk.house.database.read() as connection:
            before = refunds_of(connection, name)
        self._returned = dict(returned_so_far(self._original, before))
        besides = besides_left(self._desk.world, self._original)
        left = everything(self._original, self._returned, besides)
        back = self._draft.back.items()
        self._steps |= {line.number: line.step for line in self._view().lines}
        self._set("back", {k: min(v, left[k]) for k, v in back if left.get(k)})

    @Slot()
    def _on_all_clicked(self) -> None:
        besides = besides_left(self._desk.world, self._original)
        self._set("back", everything(self._original, self._returned, besides))

    @Slot()
    def _on_reason_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Chip):
            self.reason.set_text("")
            self._set("reason", sender.text_shown)

    @Slot(str)
    def _on_reason_edited(self, text: str) -> None:
        self._set("reason", text)

    @Slot()
    def _on_method_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._set("method", str(sender.property("method")))

    @Slot(int, str)
    def _on_disposed(self, line: int, disposition: str) -> None:
        self._set("dispositions", {**self._draft.dispositions, line: disposition})

    @Slot(int, str)
    def _on_explained(self, line: int, reason: str) -> None:
        self._set("reasons", {**self._draft.reasons, line: reason})

    @Slot(str)
    def _on_slip_edited(self, text: str) -> None:
        self._set("slip", text)

    @Slot()
    def _on_confirm_clicked(self) -> None:
        view = self._view()
        how = next(m.text for m in view.methods if m.key == view.method)
        words = tr(
            "{amount} rendus : {how}. Un ticket de remboursement est signé ; "
            "l'original reste.",
            amount=view.total_text,
            how=how,
        )
        self._dialog = Dialog(
            self,
            tr("Rembourser le ticket {number} ?", number=self._number),
            words,
            icon="assignment_return",
            act=tr("Rembourser {amount}", amount=view.total_text),
            refuse=tr("Garder"),
        )
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        view = self._view()
        self._command = refund_command(
            self._original, self._number, self._draft, view.method
        )
        self._desk.run(self._command, self._on_refunded)

    def _on_refunded(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, ReceiptRefunded):
                cents = -sum(paid.amount for paid in fact.event.payments)
                words = tr("{amount} remboursés", amount=price(cents))
                self._desk.say(words)
                self.refunded.emit(fact.event.receipt)
            elif isinstance(fact.event, RefundRequested):
                refund = self._desk.world.book.refunds[fact.event.payment]
                self.asked.emit(refund, self._command)
        self.close_overlay()


def _took(house: House, original: ReceiptIssued) -> set[str]:
    """Terminals that took its cards, by the story of the order: it may be of long ago."""
    entries = house.journal.entries(
        stream=f"order/{original.order}", types=("payment.completed",), readable=True
    )
    paid = {payment.payment for payment in original.payments}
    events = (fact.event for fact in facts_of(entries))
    return {
        event.terminal
        for event in events
        if isinstance(event, PaymentCompleted) and event.payment in paid
    }
