"""A manager allows one act on the spot: who may, and their code or badge."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget
from typing_extensions import override

from app.presenters.people import present_person
from app.services.people import people_with
from app.windows.code_check import CodeCheck
from app.windows.desk import Approval, Desk, refusal_text
from app.windows.key_wedge import BadgeReader
from resources.texts import tr
from widgets import theme
from widgets.card import Card
from widgets.person_card import PersonCard
from widgets.pin_pad import PinPad
from widgets.sheet import SideSheet
from widgets.text import Label

_RADII = (theme.RADIUS.sheet, theme.RADIUS.rest)


class ApprovalSheet(SideSheet):
    """Managers as cards, and a code pad.

    Signals:
        pin_entered(person, pin): a code was typed for the chosen manager.
        badge_read(code): a badge was passed, whoever is chosen.
    """

    pin_entered = Signal(str, str)
    badge_read = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, approval: Approval) -> None:
        super().__init__(
            host, tr("Accord d'un responsable"), refusal_text(approval.refusal)
        )
        self._chosen = ""
        self._group = QButtonGroup(self)
        self._cards: dict[str, PersonCard] = {}
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        managers = people_with(desk.house, approval.refusal.right)
        for number, person in enumerate(managers):
            view = present_person(desk.house, person)
            card = PersonCard(
                view.name,
                initials=view.initials,
                tone=view.tone,
                subtitle=view.subtitle,
            )
            card.set_compact(compact=True)
            self._cards[person] = card
            self._group.addButton(card)
            grid.addWidget(card, number // 3, number % 3)
        self.sheet.body.addLayout(grid)
        if not managers:
            words = tr("Personne de l'équipe n'a ce droit.")
            self.sheet.body.addWidget(Label(words, style="body", wrap=True))
        ground = Card(tone="brand", edge="", padding=24, radii=_RADII)
        self.pad = PinPad(key_size=(112, 64))
        ground.content.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sheet.body.addSpacing(16)
        self.sheet.body.addWidget(ground)
        self.sheet.body.addStretch(1)
        self._reader = BadgeReader(self)
        self._reader.scanned.connect(self.badge_read)
        self.pad.pin_entered.connect(self._on_pin_entered)
        self._group.buttonClicked.connect(self._on_card_clicked)
        if managers:
            self.choose(managers[0])

    @override
    def open(self) -> None:
        super().open()
        self.pad.setFocus()  # the code is what is asked for

    def choose(self, person: str) -> None:
        """Asks this manager for the code."""
        self._chosen = person
        self._cards[person].setChecked(True)
        self.pad.setFocus()

    @Slot(str)
    def _on_pin_entered(self, pin: str) -> None:
        if self._chosen:
            self.pin_entered.emit(self._chosen, pin)

    @Slot()
    def _on_card_clicked(self) -> None:
        checked = self._group.checkedButton()
        for person, card in self._cards.items():
            if card is checked:
                self.choose(person)


class ApprovalController(QObject):
    """Shows the sheet when an act waits for a manager, and carries it out on a right
    code."""

    def __init__(self, host: QWidget, desk: Desk, pepper: bytes) -> None:
        super().__init__(host)
        self._host, self._desk = host, desk
        self._code = CodeCheck(desk, pepper, self)
        self._approval: Approval | None = None
        self.sheet: ApprovalSheet | None = None
        desk.approval_requested.connect(self._on_approval_requested)
        self._code.accepted.connect(self._on_code_accepted)
        self._code.refused.connect(self._on_code_refused)

    @Slot(object)
    def _on_approval_requested(self, approval: Approval) -> None:
        self._approval = approval
        self.sheet = ApprovalSheet(self._host, self._desk, approval)
        self.sheet.pin_entered.connect(self._code.check)
        self.sheet.badge_read.connect(self._on_badge_read)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.open()

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        if self._approval is not None:
            self._code.check_badge(code, self._approval.refusal.right)

    @Slot(str)
    def _on_code_accepted(self, manager: str) -> None:
        if self.sheet is None or self._approval is None:
            return
        approval, self._approval = self._approval, None
        self.sheet.close_overlay()
        self._desk.approve(approval, manager)

    @Slot(str)
    def _on_code_refused(self, words: str) -> None:
        if self.sheet is not None:
            self.sheet.pad.show_refusal(words)

    @Slot()
    def _on_closed(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None
