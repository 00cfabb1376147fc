"""A manager's approval for one act: by code or badge on the spot, or from another screen.

Whoever lacks a right sees the managers and a pad, and may ask on every screen instead;
then the sheet can be closed, work goes on, and the act is carried out when the answer
comes. A manager answers in a sheet of the same shape.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.approvals.decide import AnswerApproval, AskApproval, WithdrawApproval
from app.domain.approvals.events import LASTS, ApprovalAnswered, ApprovalAsked
from app.domain.vocabulary import NUMBERS, Refusal
from app.presenters.approvals import (
    RequestView,
    asked_of,
    present_request,
    reach_words,
    what_words,
)
from app.presenters.people import present_person
from app.services.house import Fact
from app.services.ids import new_id
from app.services.people import people_with, person_name
from app.windows.code_check import CodeCheck
from app.windows.desk import Approval, Desk, refusal_text
from app.windows.key_wedge import BadgeReader
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Card
from widgets.person_card import PersonCard
from widgets.pin_pad import PinPad
from widgets.sheet import SideSheet
from widgets.text import Label

_RADII = (theme.RADIUS.sheet, theme.RADIUS.rest)
_NEEDS = Refusal("right_missing", "Répondre demande le droit de le faire soi-même.")


class CodeSheet(SideSheet):
    """People as cards, and a code pad.

    Args:
        people: who may sign.
        here: who is at the window; one of them is asked for the code without choosing.

    Signals:
        pin_entered(person, pin): a code was typed for the chosen person.
        badge_read(code): a badge was passed, whoever is chosen.
    """

    pin_entered = Signal(str, str)
    badge_read = Signal(str)

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        title: str,
        subtitle: str,
        people: Sequence[str],
        here: str = "",
    ) -> None:
        super().__init__(host, title, subtitle)
        self._chosen = ""
        self._group = QButtonGroup(self)
        self._cards: dict[str, PersonCard] = {}
        column = QVBoxLayout()
        column.setSpacing(12)
        if here in people:
            people, self._chosen = (), here
        for person in people:
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
            column.addWidget(card)
        if not people and not self._chosen:
            words = tr("Personne de l'équipe n'a ce droit.")
            self.sheet.body.addWidget(Label(words, style="body", wrap=True))
        ground = Card(tone="brand", edge="", padding=16, radii=_RADII)
        self.pad = PinPad(key_size=(112, 64))
        ground.content.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        # Beside the people: under them its last keys would leave a low window.
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.l)
        if people:
            column.addStretch(1)
            line.addLayout(column)
        line.addWidget(ground, 1, Qt.AlignmentFlag.AlignTop)
        self.sheet.body.addLayout(line)
        self.sheet.body.addStretch(1)
        self._reader = BadgeReader(self)
        self._reader.scanned.connect(self.badge_read)
        self.pad.pin_entered.connect(self._on_pin_entered)
        self._group.buttonClicked.connect(self._on_card_clicked)
        self.closed.connect(self.deleteLater)
        if people:
            self.choose(people[0])

    @override
    def open(self) -> None:
        super().open()
        self.pad.setFocus()  # the code is what is asked for

    def check_with(self, code: CodeCheck) -> None:
        """Has what is typed checked; the pad says why a code was refused."""
        self.pin_entered.connect(code.check)
        code.refused.connect(self.pad.show_refusal)

    def choose(self, person: str) -> None:
        """Asks this person for the code."""
        if person != self._chosen:
            self.pad.clear()  # digits of another's code
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


class ApprovalSheet(CodeSheet):
    """What lacks a manager's word; it can be asked for on other screens as well.

    Args:
        reach: who would hear it now.

    Signals:
        asked: ask on every screen.
    """

    asked = Signal()

    def __init__(
        self, host: QWidget, desk: Desk, approval: Approval, reach: str
    ) -> None:
        refusal = approval.refusal
        title = tr("Accord d'un responsable")
        people = people_with(desk.house, refusal.right)
        number = tr("droit {number}", number=NUMBERS.get(refusal.right, "?"))
        words = f"{refusal_text(refusal).removesuffix('.')} · {number}"
        super().__init__(host, desk, title, words, people)
        self.ask = Button(
            tr("Demander sur les autres écrans"), kind="tonal", icon="send", height=64
        )
        self._reach = Label(reach, style="label", role="on_var", wrap=True)
        self.sheet.foot.addWidget(self._reach, 1)
        self.sheet.foot.addWidget(self.ask)
        self.sheet.set_foot_shown(shown=True)
        self.ask.clicked.connect(self.asked)

    def tell(self, words: str, *, waits: bool) -> None:
        """Says how the request stands; while it waits it is not asked again."""
        self._reach.show_text(words)
        self.ask.setVisible(not waits)


class AnswerSheet(CodeSheet):
    """What somebody asks a manager for: the code allows it, one tap refuses it.

    Signals:
        refused: no.
    """

    refused = Signal()

    def __init__(
        self, host: QWidget, desk: Desk, view: RequestView, right: str
    ) -> None:
        words = (view.place, tr("votre code ou votre badge l'accorde"))
        subtitle = " · ".join(filter(None, words))
        people = people_with(desk.house, right)
        super().__init__(host, desk, view.title, subtitle, people, desk.person)
        self.sheet.body.insertWidget(0, Label(view.what, style="h3"))
        self.sheet.body.insertWidget(1, Label(view.about, wrap=True))
        self.refuse = Button(tr("Refuser"), kind="outlined", icon="close", height=64)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.refuse)
        self.sheet.set_foot_shown(shown=True)
        self.refuse.clicked.connect(self.refused)


class ApprovalController(QObject):
    """Shows the sheet when an act waits for a manager, and carries it out on a right
    code, or when a manager has allowed it elsewhere."""

    def __init__(self, host: QWidget, desk: Desk, pepper: bytes) -> None:
        super().__init__(host)
        self._host, self._desk = host, desk
        self._code = CodeCheck(desk, pepper, self)
        self._approval: Approval | None = None
        self._request = ""
        """Id of the request that the open sheet made."""
        self._waiting: dict[str, tuple[Approval, datetime]] = {}
        """What was asked elsewhere by id of the request, and when."""
        self.sheet: ApprovalSheet | None = None
        self.answering = Answering(host, desk, pepper, self)
        desk.approval_requested.connect(self._on_approval_requested)
        desk.changed.connect(self._on_changed)
        self._code.accepted.connect(self._on_code_accepted)

    @Slot(object)
    def _on_approval_requested(self, approval: Approval) -> None:
        self._approval, self._request = approval, ""
        reach = reach_words(self._desk.network.status())
        self.sheet = ApprovalSheet(self._host, self._desk, approval, reach)
        self.sheet.check_with(self._code)
        self.sheet.badge_read.connect(self._on_badge_read)
        self.sheet.asked.connect(self._on_asked)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.open()

    @Slot()
    def _on_asked(self) -> None:
        sheet, approval = self.sheet, self._approval
        if sheet is None or approval is None:
            return
        desk, request = self._desk, new_id()
        asked = _asked(desk, approval, request)
        self._waiting[request] = approval, desk.house.clock()
        if not desk.run(AskApproval(asked=asked)):
            del self._waiting[request]
            return
        self._request = request
        words = tr("Demandé. Vous pouvez fermer et continuer : la réponse vient ici.")
        sheet.tell(words, waits=True)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, ApprovalAnswered):
                self._take(fact.event)

    def _take(self, answer: ApprovalAnswered) -> None:
        known = self._waiting.pop(answer.approval, None)
        if known is None or answer.answer == "withdrawn":
            return
        approval, asked = known
        name = person_name(self._desk.house, answer.by)
        here = self.sheet is not None and answer.approval == self._request
        allowed = answer.answer == "allowed"
        # A terminal that was cut off tells it when nobody waits for it any more.
        late = self._desk.house.clock() - asked >= LASTS
        if allowed and not late:
            if here:
                self._close()
            self._ask_no_more(approval)
            self._desk.approve(approval, answer.by)
            return
        words = tr("{name} refuse", name=name)
        if allowed:
            words = tr("L'accord de {name} vient trop tard", name=name)
        if here and self.sheet is not None:
            self._request = ""
            self.sheet.tell(f"{words}.", waits=False)
        else:
            what = what_words(_asked(self._desk, approval))
            self._desk.say(f"{words} · {what}", tone="refused")

    def _ask_no_more(self, done: Approval) -> None:
        """What is carried out now is not done a second time by another answer."""
        for request, (approval, _) in tuple(self._waiting.items()):
            if _act_of(approval) == _act_of(done):
                del self._waiting[request]
                if approval.person == self._desk.person:
                    self._desk.run(WithdrawApproval(approval=request))

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        if self._approval is not None:
            self._code.check_badge(code, self._approval.refusal.right)

    @Slot(str)
    def _on_code_accepted(self, manager: str) -> None:
        if self.sheet is None or self._approval is None:
            return
        approval = self._approval
        self._close()
        self._ask_no_more(approval)
        self._desk.approve(approval, manager)

    def _close(self) -> None:
        self._approval, self._request = None, ""
        if self.sheet is not None:
            self.sheet.close_overlay()

    @Slot()
    def _on_closed(self) -> None:
        self._approval, self._request, self.sheet = None, "", None


def _act_of(approval: Approval) -> tuple[object, ...]:
    """What an approval is for, whichever sheet asked for it."""
    return approval.command, approval.person, approval.act, approval.amount


def _asked(desk: Desk, approval: Approval, request: str = "") -> ApprovalAsked:
    """The request that an act makes of managers."""
    return asked_of(
        desk.world,
        approval.command,
        approval.refusal,
        window=desk.actor.window,
        approval=request,
        act=approval.act,
        amount=approval.amount,
    )


class Answering(QObject):
    """A manager's answers to what is asked on other screens."""

    def __init__(
        self, host: QWidget, desk: Desk, pepper: bytes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._host, self._desk = host, desk
        self._code = CodeCheck(desk, pepper, self)
        self._request = self._right = ""
        self.sheet: AnswerSheet | None = None
        desk.answer_requested.connect(self._on_answer_requested)
        desk.changed.connect(self._on_changed)
        self._code.accepted.connect(self._on_code_accepted)

    @Slot(str)
    def _on_answer_requested(self, request: str) -> None:
        waiting = self._desk.world.approvals.get(request)
        if waiting is None or self.sheet is not None:
            return
        if waiting.person == self._desk.person:
            self._desk.run(WithdrawApproval(approval=request))
            return
        self._request, self._right = request, waiting.asked.right
        view = present_request(self._desk.house, waiting)
        self.sheet = AnswerSheet(self._host, self._desk, view, self._right)
        self.sheet.check_with(self._code)
        self.sheet.badge_read.connect(self._on_badge_read)
        self.sheet.refused.connect(self._on_refused)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.open()

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        self._code.check_badge(code, self._right)

    @Slot(str)
    def _on_code_accepted(self, manager: str) -> None:
        if self.sheet is None:
            return
        answer = AnswerApproval(approval=self._request, allowed=True)
        self._desk.approve(Approval(_NEEDS, answer, self._on_allowed), manager)

    def _on_allowed(self, _facts: tuple[Fact, ...]) -> None:
        self._desk.say(tr("Accordé."))

    @Slot()
    def _on_refused(self) -> None:
        self._desk.run(AnswerApproval(approval=self._request, allowed=False))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        over = any(
            isinstance(fact.event, ApprovalAnswered)
            and fact.event.approval == self._request
            for fact in facts
        )
        if over and self.sheet is not None:
            self.sheet.close_overlay()

    @Slot()
    def _on_closed(self) -> None:
        self._request, self.sheet = "", None
