"""Beside a document: papers that are no receipts, a tender keyed wrong, and money given
back for what has no ticket (`fiscal.md` E-07, G-08, H-03)."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.payments.commands import (
    METHODS,
    CorrectPayment,
    PrintSlip,
    RefundFreely,
    Returned,
)
from app.domain.payments.corrections import CORRECTABLE
from app.domain.receipts.compose import disposition_named
from app.domain.receipts.events import ReceiptIssued, ReceiptPayment, total_of
from app.domain.vocabulary import MILLI
from app.presenters.admin.refund import disposition_choices
from app.presenters.pay.tips import tip_command, tip_ways, tip_words
from app.presenters.pos.formule_vat import of_document
from app.presenters.pos.search import SearchIndex
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.formule_vat_sheet import FormuleVatSheet
from app.windows.mailing import may_mail
from app.windows.tip_sheet import TipSheet
from db.errors import KnownError
from resources.texts import amount, price, tr
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choice_card import ChoiceCard
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.keypad import AmountPad
from widgets.sheet import SideSheet
from widgets.stepper import Stepper
from widgets.text import Label

_FOUND = 3
_WAYS = ("cash", "card_manual", "transfer", "store")


class MoreSheet(SideSheet):
    """What can be done with a receipt besides giving it back.

    Signals:
        mail_requested: it goes to the guest once more, by mail.
    """

    mail_requested = Signal()

    def __init__(
        self, host: QWidget, desk: Desk, document: ReceiptIssued, number: str
    ) -> None:
        super().__init__(
            host, tr("Ticket {number}", number=number), price(total_of(document))
        )
        self._host, self._desk = host, desk
        self._document, self._number = document, number
        self.tips: TipSheet | None = None
        desk.house.bring_back(document.order)
        body = self.sheet.body
        self.gift = Button(
            tr("Ticket cadeau, sans prix"), kind="outlined", icon="redeem"
        )
        self.proof = Button(tr("Preuve de paiement"), kind="outlined", icon="receipt")
        self.vat = Button(
            tr("TVA des formules, calcul"), kind="outlined", icon="calculate"
        )
        self.vat.setVisible(any(line.parent for line in document.lines))
        self.tip = Button(
            tr("Pourboire par un autre moyen"), kind="outlined", icon="savings"
        )
        self.tip.setEnabled(document.order in desk.world.book.orders)
        self.mail = Button(tr("Duplicata par e-mail"), kind="outlined", icon="mail")
        self.mail.setEnabled(may_mail(desk))
        body.addWidget(self.mail)
        body.addWidget(self.gift)
        body.addWidget(self.proof)
        body.addWidget(self.vat)
        body.addWidget(self.tip)
        body.addWidget(SectionHeader(tr("Corriger un règlement")))
        self._payments = [p for p in self._keyed() if p.method in CORRECTABLE]
        words = tr("Le même jour seulement ; ensuite, remboursez et encaissez.")
        if not self._payments:
            words = tr(
                "Rien à corriger ici : un règlement se corrige le jour même, à sa caisse. "
                "Une carte lue, un bon ou un compte se rembourse."
            )
        body.addWidget(Label(words, style="label", role="on_var", wrap=True))
        self.which = SegmentedButtons(
            [
                Choice(p.payment, f"{tr(METHODS[p.method])} {amount(p.amount)}")
                for p in self._payments
            ],
            chosen=self._payments[0].payment if self._payments else "",
            name=tr("Règlement"),
        )
        self.ways: dict[str, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        self.reason = TextField(tr("Pourquoi"), height=48)
        self.confirm = Button(tr("Corriger"), height=64, wide=True)
        if self._payments:
            body.addWidget(self.which)
            for number_, method in enumerate(CORRECTABLE):
                card = ChoiceCard(tr(METHODS[method]), height=56)
                self.ways[method] = card
                self._group.addButton(card, number_)
                body.addWidget(card)
            body.addWidget(self.reason)
            self.sheet.foot.addStretch(1)
            self.sheet.foot.addWidget(self.confirm)
            self.sheet.set_foot_shown(shown=True)
        body.addStretch(1)
        self._method = ""
        self._connect_signals()
        self._show()

    @Slot()
    def _on_tip_clicked(self) -> None:
        ways = tip_ways(self._desk.world, None)
        self.tips = TipSheet(self._host, total_of(self._document), ways)
        self.tips.given.connect(self._on_tip_given)
        self.tips.open()

    @Slot(str, int)
    def _on_tip_given(self, way: str, cents: int) -> None:
        document = self._document
        if self._desk.run(tip_command(document.order, document.bill, way, cents)):
            self._desk.say(tip_words(cents))
            self.close_overlay()

    def _keyed(self) -> list[ReceiptPayment]:
        """The tenders as they stand, corrections taken in."""
        order = self._desk.world.book.orders.get(self._document.order)
        known = order.payments if order else {}
        return [
            p
            for p in self._document.payments
            if p.payment not in known or known[p.payment].method == p.method
        ]

    def _connect_signals(self) -> None:
        self.gift.clicked.connect(self._on_gift_clicked)
        self.proof.clicked.connect(self._on_proof_clicked)
        self.tip.clicked.connect(self._on_tip_clicked)
        self.mail.clicked.connect(self._on_mail_clicked)
        self.vat.clicked.connect(self._on_vat_clicked)
        self.which.chosen.connect(self._show)
        self._group.idClicked.connect(self._on_way_clicked)
        self.reason.text_edited.connect(self._show)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.closed.connect(self.deleteLater)

    @Slot()
    def _on_gift_clicked(self) -> None:
        self._print("gift", tr("Ticket cadeau imprimé"))

    @Slot()
    def _on_proof_clicked(self) -> None:
        self._print("proof", tr("Preuve de paiement imprimée"))

    @Slot()
    def _on_vat_clicked(self) -> None:
        try:
            views = of_document(self._desk.house, self._document)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        words = tr("Ticket {number}", number=self._number)
        FormuleVatSheet(self._host, views, words).open()

    @Slot()
    def _on_mail_clicked(self) -> None:
        self.close_overlay()
        self.mail_requested.emit()

    def _print(self, kind: str, words: str) -> None:
        slip = PrintSlip(
            order=self._document.order,
            receipt=self._document.receipt,
            number=self._number,
            kind=kind,
        )
        if self._desk.run(slip):
            self._desk.say(words)

    @Slot(int)
    def _on_way_clicked(self, number: int) -> None:
        self._method = CORRECTABLE[number]
        self._show()

    @Slot()
    def _show(self, _text: str = "") -> None:
        methods = {p.payment: p.method for p in self._payments}
        taken = methods.get(self.which.chosen_key, "")
        if self._method == taken:
            self._method = ""
        for method, card in self.ways.items():
            card.setVisible(method != taken)
            card.set_chosen(chosen=method == self._method)
        self.confirm.setEnabled(bool(self._method and self.reason.text.strip()))

    @Slot()
    def _on_confirm_clicked(self) -> None:
        command = CorrectPayment(
            order=self._document.order,
            payment=self.which.chosen_key,
            method=self._method,
            reason=self.reason.text,
        )
        self._desk.run(command, self._on_corrected)

    def _on_corrected(self, facts: tuple[Fact, ...]) -> None:
        self._desk.say(
            tr("Règlement corrigé : {method}", method=tr(METHODS[self._method]))
        )
        self.close_overlay()


class FreeRefundSheet(SideSheet):
    """Money given back for an article whose ticket is not there."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        words = tr("Compté à part, avec le nom du responsable.")
        super().__init__(host, tr("Rembourser sans ticket"), words)
        self._desk = desk
        self._index = SearchIndex(desk.world.catalogue.articles.values())
        self._found: list[str] = []
        self._article = ""
        body = self.sheet.body
        self.search = TextField(icon="search", height=56, placeholder=tr("Article"))
        self.cards = [ChoiceCard("", height=56) for _ in range(_FOUND)]
        self._group = QButtonGroup(self)
        body.addWidget(self.search)
        for number, card in enumerate(self.cards):
            self._group.addButton(card, number)
            body.addWidget(card)
        self.pieces = Stepper(1, least=1, most=99, name=tr("Quantité"), size=48)
        self.pad = AmountPad(tr("Prix d'une pièce"), key_size=(96, 56))
        body.addWidget(self.pieces)
        body.addWidget(self.pad)
        self.ways = SegmentedButtons(
            [Choice(way, tr(METHODS[way])) for way in _WAYS],
            chosen="cash",
            name=tr("Comment l'argent est rendu"),
        )
        body.addWidget(self.ways)
        self.reason = TextField(tr("Pourquoi"), height=48)
        body.addWidget(self.reason)
        self.disposition = SegmentedButtons(
            disposition_choices(), name=tr("Ce que deviennent les articles"), height=48
        )
        body.addWidget(self.disposition)
        body.addStretch(1)
        self.confirm = Button("", height=64, icon="assignment_return", wide=True)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self._connect_signals()
        self._on_searched("")

    def _connect_signals(self) -> None:
        self.search.text_edited.connect(self._on_searched)
        self._group.idClicked.connect(self._on_article_clicked)
        self.pieces.value_changed.connect(self._show)
        self.pad.value_changed.connect(self._show)
        self.reason.text_edited.connect(self._show)
        self.disposition.chosen.connect(self._show)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.closed.connect(self.deleteLater)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._found = self._index.find(text, _FOUND) if text.strip() else []
        articles = self._desk.world.catalogue.articles
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(self._found))
            if number < len(self._found):
                article = articles[self._found[number]]
                card.set_words(article.name, price(article.price))
        self._show()

    @Slot(int)
    def _on_article_clicked(self, number: int) -> None:
        self._article = self._found[number]
        self.pad.propose(self._desk.world.catalogue.articles[self._article].price)
        self._show()

    @Slot()
    def _show(self, _value: object = None) -> None:
        for number, name in enumerate(self._found):
            self.cards[number].set_chosen(chosen=name == self._article)
        cents = self.pieces.value * self.pad.value
        self.confirm.set_words(tr("Rembourser {amount}", amount=price(cents)))
        said = self._article and cents and self.reason.text.strip()
        self.confirm.setEnabled(bool(said and self.disposition.chosen_key))

    @Slot()
    def _on_confirm_clicked(self) -> None:
        line = Returned(
            article=self._article,
            quantity=self.pieces.value * MILLI,
            price=self.pad.value,
            disposition=disposition_named(self.disposition.chosen_key),
        )
        command = RefundFreely(
            lines=(line,), reason=self.reason.text, method=self.ways.chosen_key
        )
        self._desk.run(command, self._on_refunded)

    def _on_refunded(self, facts: tuple[Fact, ...]) -> None:
        cents = self.pieces.value * self.pad.value
        self._desk.say(tr("{amount} remboursés", amount=price(cents)))
        self.close_overlay()
